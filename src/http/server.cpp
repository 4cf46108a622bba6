#include "http/server.hpp"

#include <system_error>

#include "base/check.hpp"
#include "http/listener.hpp"
#include "http/server_thread.hpp"

namespace http {
namespace {

// Every address of a name; one that this machine lacks is left out as long as another remains.
template <class Bind>
void for_each_endpoint(const std::string& address, Bind bind) {
  const std::vector<Endpoint> endpoints = resolve_listen(address);
  std::size_t bound = 0;
  for (std::size_t i = 0; i < endpoints.size(); ++i) {
    try {
      bind(endpoints[i]);
      ++bound;
    } catch (const std::system_error& error) {
      const bool last_hope = bound == 0 && i + 1 == endpoints.size();
      if (last_hope || !is_missing_address(error)) {
        throw;
      }
    }
  }
}

}  // namespace

void check_addresses(const std::vector<std::string>& listen) {
  for (const std::string& address : listen) {
    for_each_endpoint(address, check_unused);
  }
}

class Server::Impl {
 public:
  Impl(ServerOptions options, base::Metrics& metrics)
      : options_(std::move(options)), metrics_(metrics) {
    check(options_.threads > 0);
  }
  ~Impl() { stop(std::chrono::milliseconds{0}); }

  void start(const MakeApplication& make_application) {
    check(threads_.empty());
    counts_.threads = options_.threads;
    threads_.reserve(options_.threads);
    for (unsigned i = 0; i < options_.threads; ++i) {
      threads_.push_back(std::make_unique<ServerThread>(options_.limits, counts_, metrics_));
    }
    for (const std::string& address : options_.listen) {
      for_each_endpoint(address, [this](const Endpoint& endpoint) { bind_everywhere(endpoint); });
    }
    std::vector<std::unique_ptr<Application>> applications;
    applications.reserve(threads_.size());
    for (const auto& thread : threads_) {
      applications.push_back(make_application(thread->executor()));
    }
    for (std::size_t i = 0; i < threads_.size(); ++i) {
      threads_[i]->start(std::move(applications[i]));
    }
  }

  const std::vector<std::string>& addresses() const noexcept { return addresses_; }

  void drain(std::chrono::milliseconds accept_for) {
    is_draining_ = true;
    for (const auto& thread : threads_) {
      thread->drain(accept_for);
    }
  }

  bool stop(std::chrono::milliseconds timeout) {
    if (!is_draining_) {
      drain(std::chrono::milliseconds{0});
    }
    bool is_drained = false;
    {
      std::unique_lock lock(counts_.mutex);
      is_drained = counts_.changed.wait_for(lock, timeout, [&] { return counts_.is_drained(); });
    }
    for (const auto& thread : threads_) {
      thread->stop();
    }
    return is_drained;
  }

 private:
  void bind_everywhere(Endpoint endpoint) {
    const Binding binding = threads_.size() > 1 ? Binding::shared : Binding::alone;
    if (binding == Binding::shared) {
      check_unused(endpoint);
    }
    for (const auto& thread : threads_) {
      Listener listener = bind_listener(endpoint, binding);
      endpoint = listener.endpoint;  // port 0 has become a real one, the same for all
      thread->add(std::move(listener));
    }
    addresses_.push_back(to_text(endpoint));
  }

  const ServerOptions options_;
  base::Metrics& metrics_;
  ServerCounts counts_;
  std::vector<std::string> addresses_;
  std::atomic<bool> is_draining_{false};
  std::vector<std::unique_ptr<ServerThread>> threads_;
};

Server::Server(ServerOptions options, base::Metrics& metrics)
    : impl_(std::make_unique<Impl>(std::move(options), metrics)) {}
Server::~Server() = default;

void Server::start(const MakeApplication& make_application) { impl_->start(make_application); }
std::vector<std::string> Server::addresses() const { return impl_->addresses(); }
void Server::drain(std::chrono::milliseconds accept_for) { impl_->drain(accept_for); }
bool Server::stop(std::chrono::milliseconds timeout) { return impl_->stop(timeout); }

}  // namespace http
