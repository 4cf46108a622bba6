// What becomes of bodies: how long they may be, and files that are imported, whose bodies go to the
// disk as they come.
#include <algorithm>

#include "api/answer/problem_json.hpp"
#include "api/answer/sign_in.hpp"
#include "api/dispatch.hpp"
#include "api/endpoints/import_request.hpp"
#include "catalog/own_cover.hpp"

namespace api {
namespace {

// An upload as the connection sees it.
class UploadSink final : public ImportSink {
 public:
  UploadSink(std::shared_ptr<imports::Upload> upload, bool tells_format)
      : upload_(std::move(upload)), tells_format_(tells_format) {}

  Taken take(std::string_view bytes, std::function<void()> ready) override {
    const auto taken = upload_->take(bytes, std::move(ready));
    if (!tells_format_ && upload_->has_whole_head() && !is_head_checked_) {
      is_head_checked_ = true;
      if (!is_importable(upload_->head())) {
        return Taken::refused;
      }
    }
    switch (taken) {
      case imports::Upload::Taken::more:
        return Taken::more;
      case imports::Upload::Taken::wait:
        return Taken::wait;
      case imports::Upload::Taken::failed:
        break;
    }
    return Taken::refused;
  }
  std::shared_ptr<imports::Upload> upload() const override { return upload_; }

 private:
  const std::shared_ptr<imports::Upload> upload_;
  const bool tells_format_;  // else the first bytes do
  bool is_head_checked_ = false;
};

constexpr std::string_view cover_path_end = "/capa";
constexpr std::string_view batch_path = "/livros/lote";
// Only taken off the connection.
constexpr std::size_t unused_body_bytes_max = 16 * 1024;
// A form as much as the query of a GET may be; a message may bring more along.
constexpr std::size_t protocol_form_bytes_max = 16 * 1024;
constexpr std::size_t protocol_message_bytes_max = 64 * 1024;

}  // namespace

// What asks a protocol changes nothing and is short, so no key is asked for before it is read.
std::optional<std::size_t> Dispatcher::question_bytes_max(
    const http::Request& head) const noexcept {
  if (head.method != http::Method::post || head.path.starts_with("/livros")) {
    return std::nullopt;
  }
  const auto match = router_.find(head.method, head.path);
  if (match.route == nullptr || match.route->access != Access::protocol) {
    return std::nullopt;
  }
  return match.route->takes == Takes::json ? protocol_message_bytes_max : protocol_form_bytes_max;
}

std::size_t Dispatcher::body_bytes_max(const http::Request& head) {
  if (const auto most = question_bytes_max(head)) {
    return *most;
  }
  if (!access_.may_send_body(head)) {
    return 0;
  }
  if (head.path == batch_path && head.method == http::Method::post) {
    return std::max(batch_body_bytes_max, dependencies_.settings.json_body_bytes_max);
  }
  if (head.method == http::Method::put && head.path.ends_with(cover_path_end)) {
    return catalog::cover_bytes_max;
  }
  if (streams_body(head)) {
    return dependencies_.settings.import_bytes_max;
  }
  if (head.path == session_path) {
    return sign_in_body_bytes_max;
  }
  return AccessControl::is_write(head)
             ? dependencies_.settings.json_body_bytes_max
             : std::min(unused_body_bytes_max, dependencies_.settings.json_body_bytes_max);
}

bool Dispatcher::streams_body(const http::Request& head) const noexcept {
  return head.method == http::Method::post && head.path == imports_path;
}

http::StreamedBody Dispatcher::stream_body(const http::Request& head,
                                           std::optional<std::uint64_t> declared) {
  const std::string id(request_ids_.id_of(head));
  auto upload = dependencies_.settings.imports->begin(executor_, declared);
  if (!upload) {
    return {nullptr,
            plain(head, id, upload.error(), dependencies_.access_state.cors.lines_for(head))};
  }
  return {std::make_unique<UploadSink>(*std::move(upload), tells_format(head))};
}

void Dispatcher::sign_import(imports::Command& command, const catalog::AccessKey& key) {
  if (auto* const add = std::get_if<imports::Add>(&command)) {
    add->actor = key.name;
    if (!add->idempotency_key.empty()) {
      add->idempotency_key.insert(0, std::to_string(key.id) + '\n');
    }
  }
}

void Dispatcher::start_import(const ExchangePtr& exchange, ImportPlan plan) {
  dependencies_.settings.imports->ask(
      std::move(plan.command), executor_,
      [this, exchange, finish_import = std::move(plan.finish)](imports::Outcome outcome) {
        finish_with(*exchange,
                    [&] { return finish_import(context_of(*exchange), std::move(outcome)); });
      });
}

}  // namespace api
