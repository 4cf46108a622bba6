// The floor: what the kernel and nothing else costs. Raw epoll, one recv and one send per wake-up,
// an id looked up in an array, an answer of the same headers and length as API Livros gives, with a
// Date renewed each second. It is no server: it trusts the load generator to send whole GET
// requests and to read every answer, knows two paths and never writes.
// Usage: PORT=n DATA=books.ndjson floor
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace {

constexpr std::size_t page_size = 50;
constexpr std::string_view item_prefix = "/livros/";
constexpr std::string_view head_end = "\r\n\r\n";

std::string after_date(const std::string& etag, const std::string& body) {
  return "X-Request-Id: 0123456789abcdef\r\nX-Catalogo-Seq: 10000\r\nETag: " + etag +
         "\r\nContent-Type: application/json; charset=utf-8\r\nCache-Control: no-cache\r\n"
         "Vary: Accept, Accept-Encoding, Accept-Language\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\n\r\n" + body;
}

// Every answer, whole but for the status line and the Date before it.
class Answers {
 public:
  explicit Answers(const char* path) {
    std::ifstream lines(path);
    std::string page = "[";
    for (std::string line; std::getline(lines, line);) {
      line.insert(line.find(',') + 1, R"("versao":1,)");
      line.pop_back();
      line += R"(,"criado_em":"2026-01-01T00:00:00.000Z",)"
              R"("atualizado_em":"2026-01-01T00:00:00.000Z"})";
      items_.push_back(after_date('"' + std::to_string(items_.size() + 1) + "-1\"", line));
      if (items_.size() <= page_size) page += (items_.size() > 1 ? "," : "") + line;
    }
    if (items_.empty()) {
      throw std::system_error(ENOENT, std::generic_category(), path);
    }
    page_ = after_date("\"s1\"", page + "]");
  }

  // Ids that no book has get the first book: the load never asks for one.
  std::string_view operator()(std::string_view target) const {
    if (!target.starts_with(item_prefix)) return page_;
    std::size_t id = 0;
    std::from_chars(target.data() + item_prefix.size(), target.data() + target.size(), id);
    return id - 1 < items_.size() ? items_[id - 1] : items_.front();
  }

 private:
  std::vector<std::string> items_;
  std::string page_;
};

// "HTTP/1.1 200 OK" and a Date at most a second old (RFC 9110 section 6.6.1).
class Opening {
 public:
  std::string_view now() {
    timespec now{};
    clock_gettime(CLOCK_REALTIME_COARSE, &now);
    if (now.tv_sec != made_at_) {
      made_at_ = now.tv_sec;
      tm utc{};
      gmtime_r(&made_at_, &utc);
      size_ = strftime(text_.data(), text_.size(),
                       "HTTP/1.1 200 OK\r\nDate: %a, %d %b %Y %H:%M:%S GMT\r\n", &utc);
    }
    return {text_.data(), size_};
  }

 private:
  std::array<char, 64> text_{};
  std::size_t size_ = 0;
  time_t made_at_ = 0;
};

[[noreturn]] void give_up(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

int listen_on(std::uint16_t port) {
  const int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) give_up("bind");
  if (listen(listener, 1024) != 0) give_up("listen");
  return listener;
}

void watch(int poll, int socket) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.fd = socket;
  epoll_ctl(poll, EPOLL_CTL_ADD, socket, &event);
}

void accept_all(int poll, int listener) {
  for (;;) {
    const int client = accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
    if (client < 0) return;
    const int on = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(poll, client);
  }
}

class Floor {
 public:
  explicit Floor(const char* data) : answers_(data) {}

  void answer(int client) {
    const ssize_t received = recv(client, input_.data(), input_.size(), 0);
    if (received <= 0) {
      close(client);
      return;
    }
    output_.clear();
    std::string_view rest(input_.data(), static_cast<std::size_t>(received));
    for (auto end = rest.find(head_end); end != rest.npos; end = rest.find(head_end)) {
      const auto target = rest.find(' ') + 1;
      output_ += opening_.now();
      output_ += answers_(rest.substr(target, rest.find(' ', target) - target));
      rest.remove_prefix(end + head_end.size());
    }
    send(client, output_.data(), output_.size(), MSG_NOSIGNAL);
  }

 private:
  Answers answers_;
  Opening opening_;
  std::array<char, 65536> input_{};
  std::string output_;
};

}  // namespace

int main() {
  const char* port = getenv("PORT");
  const char* data = getenv("DATA");
  if (port == nullptr || data == nullptr) return 2;
  Floor floor(data);
  const int listener = listen_on(static_cast<std::uint16_t>(atoi(port)));
  const int poll = epoll_create1(0);
  watch(poll, listener);
  std::array<epoll_event, 256> events{};
  for (;;) {
    const int ready = epoll_wait(poll, events.data(), static_cast<int>(events.size()), -1);
    for (int i = 0; i < ready; ++i) {
      const int socket = events[static_cast<std::size_t>(i)].data.fd;
      if (socket == listener) {
        accept_all(poll, listener);
      } else {
        floor.answer(socket);
      }
    }
  }
}
