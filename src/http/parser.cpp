#include "http/parser.hpp"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "base/check.hpp"
#include "http/request_target.hpp"
#include "http/syntax.hpp"

namespace http {
namespace {

namespace beast = boost::beast::http;
using boost::beast::error_code;

// RFC 9112 section 2.2 tolerates them before a request line; no more than this.
constexpr std::uint8_t blank_lines_max = 2;
// Beast counts 32 bits; the head scanner has the real limit.
constexpr std::size_t beast_header_bytes_max = std::size_t{1} << 30;
// The memory that a large body took beyond this is freed once the request is answered.
constexpr std::size_t kept_body_bytes_max = 16 * 1024;

std::string_view view(boost::beast::string_view text) noexcept {
  return {text.data(), text.size()};
}

std::optional<Header> uncommon_header(std::string_view name) noexcept {
  using Named = std::pair<std::string_view, Header>;
  static constexpr std::array named{
      Named{"traceparent", Header::traceparent},
      Named{"x-request-id", Header::request_id},
      Named{"x-catalogo-seq", Header::catalogue_sequence},
      Named{"last-event-id", Header::last_event_id},
      Named{"x-forwarded-for", Header::forwarded_for},
      Named{"idempotency-key", Header::idempotency_key},
      Named{"mcp-protocol-version", Header::mcp_protocol_version},
      Named{"x-forwarded-proto", Header::forwarded_proto},
  };
  const auto* const found = std::ranges::find_if(
      named, [name](const Named& known) { return equal_ignoring_case(name, known.first); });
  return found == named.end() ? std::nullopt : std::optional(found->second);
}

struct KnownField {
  beast::field field;
  Header header;
};
constexpr std::array known_fields{
    KnownField{beast::field::accept, Header::accept},
    KnownField{beast::field::accept_encoding, Header::accept_encoding},
    KnownField{beast::field::accept_language, Header::accept_language},
    KnownField{beast::field::access_control_request_method, Header::request_method},
    KnownField{beast::field::authorization, Header::authorization},
    KnownField{beast::field::content_encoding, Header::content_encoding},
    KnownField{beast::field::content_type, Header::content_type},
    KnownField{beast::field::cookie, Header::cookie},
    KnownField{beast::field::expect, Header::expect},
    KnownField{beast::field::host, Header::host},
    KnownField{beast::field::if_match, Header::if_match},
    KnownField{beast::field::if_none_match, Header::if_none_match},
    KnownField{beast::field::if_unmodified_since, Header::if_unmodified_since},
    KnownField{beast::field::origin, Header::origin},
    KnownField{beast::field::prefer, Header::prefer},
    KnownField{beast::field::sec_fetch_site, Header::sec_fetch_site},
    KnownField{beast::field::te, Header::te},
    KnownField{beast::field::user_agent, Header::user_agent},
};
constexpr auto headers_by_field = [] {
  std::array<std::optional<Header>, 512> table{};
  for (const KnownField& known : known_fields) {
    table[static_cast<std::size_t>(known.field)] = known.header;
  }
  return table;
}();

std::optional<Header> header_of(beast::field field, std::string_view name) noexcept {
  return field == beast::field::unknown ? uncommon_header(name)
                                        : headers_by_field[static_cast<std::size_t>(field)];
}

// What a second field line of one name means (RFC 9110 section 5.3): lists are joined; where two
// values would contradict each other the request is refused; of tracing noise the first counts.
enum class Repeated : std::uint8_t { joined, refused, first };

Repeated repeated(Header header) noexcept {
  switch (header) {
    case Header::accept:
    case Header::accept_encoding:
    case Header::accept_language:
    case Header::content_encoding:
    case Header::expect:
    case Header::forwarded_for:
    case Header::if_match:
    case Header::if_none_match:
    case Header::prefer:
    case Header::te:
      return Repeated::joined;
    case Header::authorization:
    case Header::catalogue_sequence:
    case Header::content_type:
    case Header::host:
    case Header::idempotency_key:
    case Header::if_unmodified_since:
    case Header::last_event_id:
    case Header::mcp_protocol_version:
    case Header::origin:
    case Header::request_method:
    case Header::sec_fetch_site:
      return Repeated::refused;
    case Header::cookie:
    case Header::forwarded_proto:
    case Header::request_id:
    case Header::traceparent:
    case Header::user_agent:
      return Repeated::first;
  }
  return Repeated::refused;
}

// Beast calls both a broken request line and a well-formed one of another version "bad version".
bool names_other_version(std::string_view head) noexcept {
  const std::string_view line = head.substr(0, head.find('\r'));
  if (std::count(line.begin(), line.end(), ' ') != 2) {
    return false;
  }
  const std::string_view version = line.substr(line.rfind(' ') + 1);
  return version.size() == 8 && version.starts_with("HTTP/") && is_digit(version[5]) &&
         version[6] == '.' && is_digit(version[7]);
}

}  // namespace

// Beast's syntax check of request line and fields. It sees one whole head and nothing else: its own
// framing of bodies is laxer than RFC 9112 asks of a server, and is never used.
class RequestParser::HeadFields final : public beast::basic_parser<true> {
 public:
  explicit HeadFields(RequestParser& parser) : parser_(parser) {
    header_limit(static_cast<std::uint32_t>(
        std::min<std::size_t>(parser.limits_.header_bytes_max, beast_header_bytes_max) + 1));
    body_limit(boost::none);
  }

  std::optional<Refusal> read(std::string_view head) {
    error_code error;
    put(boost::asio::const_buffer(head.data(), head.size()), error);
    if (refusal_ || error || !is_header_done()) [[unlikely]] {
      return refusal_ ? refusal_ : refusal_of(error, head);
    }
    parser_.keeps_alive_ =
        !says_close_ && (says_keep_alive_ || parser_.version_ == Version::http_1_1);
    return std::nullopt;
  }

 private:
  static Refusal refusal_of(const error_code& error, std::string_view head) {
    return error == beast::error::bad_version && names_other_version(head)
               ? Refusal::version_unsupported
               : Refusal::malformed;
  }
  void refuse(Refusal refusal, error_code& error) {
    refusal_ = refusal;
    error = beast::error::bad_field;
  }
  void check_framing(std::optional<Refusal> refusal, error_code& error) {
    if (refusal) {
      refuse(*refusal, error);
    }
  }

  void on_request_impl(beast::verb verb, boost::beast::string_view method,
                       boost::beast::string_view target, int version, error_code& error) override {
    Request& request = parser_.request_;
    parser_.version_ = version == 10 ? Version::http_1_0 : Version::http_1_1;
    parser_.framing_ = FramingGuard(parser_.version_);
    request.method_token = view(method);
    request.method = verb == beast::verb::get ? Method::get : method_of(request.method_token);
    const auto parts =
        split_target(request.method, request.method_token, view(target), parser_.target_storage_);
    if (!parts) {
      return refuse(Refusal::malformed, error);
    }
    request.target = parts->target;
    request.path = parts->path;
    request.query = parts->query;
    authority_ = parts->authority;
  }

  void on_field_impl(beast::field field, boost::beast::string_view field_name,
                     boost::beast::string_view field_value, error_code& error) override {
    const std::string_view value = view(field_value);
    if (field == beast::field::content_length) {
      return check_framing(parser_.framing_.content_length(value), error);
    }
    if (field == beast::field::transfer_encoding) {
      return check_framing(parser_.framing_.transfer_encoding(value), error);
    }
    if (field == beast::field::connection) {
      return read_connection(value);
    }
    if (field == beast::field::host) {
      check_framing(parser_.framing_.host(value, parser_.known_host_), error);
    }
    const auto header = header_of(field, view(field_name));
    if (!header || error) {
      return;
    }
    std::string_view& place = parser_.request_.headers[static_cast<std::size_t>(*header)];
    if (place.data() == nullptr) {
      place = value;
    } else if (repeated(*header) == Repeated::joined) {
      parser_.join(*header, value);
    } else if (repeated(*header) == Repeated::refused) {
      refuse(Refusal::malformed, error);
    }
  }

  void read_connection(std::string_view value) {
    ListReader options(value);
    while (const auto option = options.next()) {
      says_close_ = says_close_ || equal_ignoring_case(*option, "close");
      says_keep_alive_ = says_keep_alive_ || equal_ignoring_case(*option, "keep-alive");
    }
  }

  void on_header_impl(error_code& error) override {
    check_framing(parser_.framing_.head_end(), error);
    if (authority_.data() != nullptr) {
      // RFC 9112 section 3.2.2: the absolute-form's authority replaces Host.
      parser_.request_.headers[static_cast<std::size_t>(Header::host)] = authority_;
    }
  }

  void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}
  void on_body_init_impl(boost::optional<std::uint64_t> const&, error_code&) override {}
  std::size_t on_body_impl(boost::beast::string_view, error_code&) override { return 0; }
  void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view, error_code&) override {
    return 0;
  }
  void on_finish_impl(error_code&) override {}

  RequestParser& parser_;
  std::optional<Refusal> refusal_;
  std::string_view authority_;
  bool says_close_ = false;
  bool says_keep_alive_ = false;
};

RequestParser::Progress RequestParser::parse(std::string_view bytes) {
  switch (phase_) {
    case Phase::head:
      return parse_head(bytes);
    case Phase::body:
      return parse_body(bytes);
    case Phase::whole:
      return {State::request, 0};
    case Phase::refused:
      return {State::refused, 0};
  }
  return {State::refused, 0};
}

RequestParser::Progress RequestParser::parse_head(std::string_view bytes) {
  std::size_t skipped = 0;
  if (bytes.starts_with('\r')) [[unlikely]] {
    while (bytes.substr(skipped).starts_with("\r\n") && blank_lines_ < blank_lines_max) {
      ++blank_lines_;
      skipped += 2;
    }
    bytes.remove_prefix(skipped);
    if (bytes == "\r" && blank_lines_ < blank_lines_max) {
      return {State::more, skipped};
    }
  }
  if (bytes.empty()) {
    return {State::more, skipped};
  }
  const HeadScanner::Verdict verdict = scanner_.scan(bytes);
  if (verdict.state == HeadScanner::State::refused) {
    return refuse(verdict.refusal);
  }
  if (verdict.state == HeadScanner::State::more) {
    return {State::more, skipped};
  }
  const std::string_view head(bytes.data(), verdict.size);
  if (const auto refusal = read_head(head)) {
    return refuse(*refusal);
  }
  const bool has_body = framing_.body() != FramingGuard::Body::none;
  phase_ = has_body ? Phase::body : Phase::whole;
  return {has_body ? State::head : State::request, skipped + head.size()};
}

std::optional<Refusal> RequestParser::read_head(std::string_view head) {
  head_ = head;
  HeadFields fields(*this);
  if (const auto refusal = fields.read(head)) {
    return refusal;
  }
  is_head_read_ = true;
  return request_.has(Header::expect) ? check_expectation() : std::nullopt;
}

std::optional<Refusal> RequestParser::check_expectation() {
  ListReader expectations(request_.header(Header::expect));
  bool any = false;
  while (const auto expectation = expectations.next()) {
    any = true;
    if (!equal_ignoring_case(*expectation, "100-continue")) {
      return Refusal::expectation_failed;
    }
  }
  awaits_continue_ =
      any && version_ == Version::http_1_1 && framing_.body() != FramingGuard::Body::none;
  return std::nullopt;
}

bool RequestParser::accept_body(std::size_t bytes_max) {
  if (framing_.body() == FramingGuard::Body::length) {
    length_left_ = framing_.length();
    if (length_left_ > bytes_max) {
      refuse(Refusal::body_too_large);
      return false;
    }
    return true;
  }
  if (bytes_max == 0) {
    refuse(Refusal::body_too_large);
    return false;
  }
  chunked_.emplace(ChunkedDecoder::Bounds{
      .body_bytes_max = bytes_max,
      .trailer_bytes_max = limits_.header_bytes_max - head_.size(),
      .trailer_fields_max =
          limits_.header_fields_max - std::min(scanner_.fields(), limits_.header_fields_max)});
  return true;
}

RequestParser::Progress RequestParser::parse_body(std::string_view bytes) {
  if (bytes.empty()) {
    return {State::more, 0};
  }
  awaits_continue_ = false;
  if (!chunked_) {
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(length_left_, bytes.size()));
    request_.body.append(bytes.substr(0, size));
    length_left_ -= size;
    if (length_left_ > 0) {
      return {State::more, size};
    }
    phase_ = Phase::whole;
    return {State::request, size};
  }
  const ChunkedDecoder::Progress progress = chunked_->decode(bytes, request_.body);
  switch (progress.state) {
    case ChunkedDecoder::State::more:
      return {State::more, progress.consumed};
    case ChunkedDecoder::State::done:
      phase_ = Phase::whole;
      return {State::request, progress.consumed};
    case ChunkedDecoder::State::refused:
      return refuse(progress.refusal);
  }
  return refuse(Refusal::malformed);
}

std::optional<std::uint64_t> RequestParser::declared_length() const noexcept {
  return framing_.body() == FramingGuard::Body::length ? std::optional(framing_.length())
                                                       : std::nullopt;
}

RequestParser::Progress RequestParser::refuse(Refusal refusal) noexcept {
  phase_ = Phase::refused;
  refusal_ = refusal;
  keeps_alive_ = false;
  return {State::refused, 0};
}

void RequestParser::join(Header name, std::string_view value) {
  joined_.reserve(header_count);
  auto found = std::find_if(joined_.begin(), joined_.end(),
                            [&](const auto& joined) { return joined.first == name; });
  std::string_view& place = request_.headers[static_cast<std::size_t>(name)];
  if (found == joined_.end()) {
    found = joined_.emplace(joined_.end(), name, place);
  }
  found->second.append(", ").append(value);
  place = found->second;
}

void RequestParser::detach() {
  if (phase_ != Phase::body || head_.data() == head_copy_.data()) {
    return;
  }
  head_copy_.assign(head_);
  const auto rebase = [&](std::string_view& text) {
    const auto* const begin = head_.data();
    if (text.data() >= begin && text.data() <= begin + head_.size()) {
      text = std::string_view(head_copy_)
                 .substr(static_cast<std::size_t>(text.data() - begin), text.size());
    }
  };
  rebase(request_.method_token);
  rebase(request_.target);
  rebase(request_.path);
  rebase(request_.query);
  std::for_each(request_.headers.begin(), request_.headers.end(), rebase);
  head_ = head_copy_;
}

void RequestParser::next() {
  phase_ = Phase::head;
  is_head_read_ = false;
  scanner_.reset();
  blank_lines_ = 0;
  awaits_continue_ = false;
  chunked_.reset();
  head_ = {};
  joined_.clear();
  request_.method = Method::get;
  request_.is_secure = false;
  request_.sink = nullptr;
  request_.method_token = request_.target = request_.path = request_.query = {};
  request_.headers = {};
  request_.body.clear();
  if (request_.body.capacity() > kept_body_bytes_max) {
    request_.body.shrink_to_fit();
  }
}

void RequestParser::give_back_memory() {
  check(phase_ == Phase::head);
  std::string().swap(request_.body);
  std::string().swap(head_copy_);
  std::string().swap(target_storage_);
  std::vector<std::pair<Header, std::string>>().swap(joined_);
}

}  // namespace http
