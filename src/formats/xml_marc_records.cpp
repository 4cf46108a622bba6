#include "formats/xml_marc_records.hpp"

#include <expat.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/ascii.hpp"
#include "formats/text_stream.hpp"

namespace formats {
namespace {

// The bytes given to the parser at a time: it copies what it cannot use yet.
constexpr std::size_t piece_bytes = std::size_t{64} << 10;
// A tag or a comment that goes on longer fills memory and nothing else.
constexpr std::size_t token_bytes_max = xml_record_bytes_max;
constexpr std::size_t declarations_max = 20;
constexpr std::size_t declaration_bytes_max = 500;
constexpr char record_blank = ' ';

using catalog::Wording;
constexpr Wording not_well_formed{"não é XML bem formado", "it is not well-formed XML"};
constexpr Wording cut_short{"o XML termina antes do fim", "the XML ends before its end"};
constexpr Wording has_dtd{"tem um DTD, que não é lido", "it has a DTD, which is not read"};
constexpr Wording is_nested{"os elementos estão aninhados demais",
                            "the elements are nested too deeply"};
constexpr Wording long_token{"uma marca é longa demais", "a tag is too long"};
constexpr Wording no_marc{"não há nele nenhum registro MARC: exporte como MARCXML, RIS ou CSV",
                          "it holds no MARC record: export as MARCXML, RIS or CSV"};

// Documents that may hold no record and are in order all the same.
bool is_collection(std::string_view root) noexcept {
  constexpr std::array<std::string_view, 3> roots{"collection", "OAI-PMH",
                                                  "searchRetrieveResponse"};
  return std::ranges::find(roots, root) != roots.end();
}

std::string_view local_name(std::string_view name) noexcept {
  return name.substr(name.rfind(':') + 1);
}

// Attributes as the parser gives them: name and value in turn, then a null pointer.
std::string_view attribute(const XML_Char** attributes, std::string_view wanted) noexcept {
  for (; *attributes != nullptr; attributes += 2) {
    if (local_name(*attributes) == wanted) return attributes[1];
  }
  return {};
}

int tag_number(std::string_view tag) noexcept {
  if (tag.size() != 3 || !std::all_of(tag.begin(), tag.end(), base::is_digit)) return -1;
  return (tag[0] - '0') * 100 + (tag[1] - '0') * 10 + (tag[2] - '0');
}

char indicator_of(std::string_view value) noexcept {
  return value.size() == 1 ? value.front() : record_blank;
}

// Text that was broken into lines for the eye: a break and the blanks around it are one blank, and
// nothing at the ends.
void unwrap(std::string& text, std::size_t from) {
  if (text.find_first_of("\n\t", from) == std::string::npos) return;
  std::string clean;
  std::size_t at = from;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find_first_not_of(" \n\t", at), text.size());
    const std::string_view blanks = std::string_view(text).substr(at, end - at);
    if (blanks.find_first_of("\n\t") == std::string_view::npos) {
      clean += blanks;
    } else if (!clean.empty() && end < text.size()) {
      clean += ' ';
    }
    at = std::min(text.find_first_of(" \n\t", end), text.size());
    clean.append(text, end, at - end);
  }
  text.replace(from, std::string::npos, clean);
}

int XMLCALL know_encoding(void* /*data*/, const XML_Char* name, XML_Encoding* info) {
  const auto encoding = encoding_named(name);
  if (!encoding || !has_one_byte(*encoding)) return XML_STATUS_ERROR;
  for (unsigned byte = 0; byte < 256; ++byte) {
    info->map[byte] = static_cast<int>(code_point_of(*encoding, static_cast<unsigned char>(byte)));
  }
  info->data = nullptr;
  info->convert = nullptr;
  info->release = nullptr;
  return XML_STATUS_OK;
}

}  // namespace

class XmlMarcRecords::Parser {
 public:
  Parser(Encoding said, RecordBytes record_bytes)
      : text_(said), keeps_bytes_(record_bytes == RecordBytes::kept) {
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser_.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser_.get(), on_doctype);
    XML_SetXmlDeclHandler(parser_.get(), on_declaration);
    XML_SetUnknownEncodingHandler(parser_.get(), know_encoding, nullptr);
  }

  void feed(std::string_view bytes) {
    if (!failure_) waiting_ += text_.take(bytes);
  }
  void finish() {
    if (!failure_) waiting_ += text_.finish();
    finished_ = true;
  }

  const XmlMarcRecord* next() {
    while (true) {
      // Pieces as large as can be had: a tag that comes byte by byte is not read again for each.
      const bool is_due = waiting_.size() - taken_ >= piece_bytes || finished_;
      if (ended_ || failure_ || (!is_suspended_ && !is_due)) return nullptr;
      const XML_Status status = is_suspended_ ? XML_ResumeParser(parser_.get()) : parse_piece();
      is_suspended_ = status == XML_STATUS_SUSPENDED;
      if (status == XML_STATUS_ERROR) fail_of_parser();
      forget_bytes();
      if (std::exchange(is_ready_, false)) return &record_;
      if (!is_suspended_ && fed_ > position() + token_bytes_max) fail(long_token);
      ended_ = ended_ || (!is_suspended_ && is_last_);
      if (ended_ && has_only_others_ && !failure_) {
        failure_ = FileFailure{file_failures::unsupported, 0, 0, no_marc};
      }
    }
  }

  const std::optional<FileFailure>& failure() const noexcept { return failure_; }

  std::string document_begin() const {
    return R"(<?xml version="1.0" encoding=")" + encoding_ + "\"?>\n<collection" + declarations_ +
           ">\n";
  }

 private:
  enum class Target : std::uint8_t { none, leader, control, data, subfield };

  struct Free {
    void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
  };

  static void XMLCALL on_start(void* self, const XML_Char* name, const XML_Char** attributes) {
    static_cast<Parser*>(self)->start(local_name(name), attributes);
  }
  static void XMLCALL on_end(void* self, const XML_Char* /*name*/) {
    static_cast<Parser*>(self)->end();
  }
  static void XMLCALL on_text(void* self, const XML_Char* text, int size) {
    static_cast<Parser*>(self)->text({text, static_cast<std::size_t>(size)});
  }
  static void XMLCALL on_doctype(void* self, const XML_Char* /*name*/, const XML_Char* /*system*/,
                                 const XML_Char* /*public_id*/, int /*has_subset*/) {
    static_cast<Parser*>(self)->fail(has_dtd);
  }
  static void XMLCALL on_declaration(void* self, const XML_Char* /*version*/,
                                     const XML_Char* encoding, int /*standalone*/) {
    auto& parser = *static_cast<Parser*>(self);
    if (encoding != nullptr && !parser.text_.is_utf8()) parser.encoding_ = encoding;
  }

  std::uint64_t position() const noexcept {
    return static_cast<std::uint64_t>(
        std::max<XML_Index>(XML_GetCurrentByteIndex(parser_.get()), 0));
  }

  XML_Status parse_piece() {
    if (taken_ == waiting_.size() || taken_ > waiting_.size() / 2) {
      waiting_.erase(0, std::exchange(taken_, 0));
    }
    if (fed_ == 0 && text_.is_utf8()) XML_SetEncoding(parser_.get(), "UTF-8");
    const std::size_t size = std::min(waiting_.size() - taken_, piece_bytes);
    piece_.assign(waiting_, taken_, size);
    taken_ += size;
    fed_ += size;
    if (keeps_bytes_) kept_ += piece_;
    is_last_ = finished_ && taken_ == waiting_.size();
    return XML_Parse(parser_.get(), piece_.data(), static_cast<int>(size), is_last_ ? 1 : 0);
  }

  // Bytes in front of the record that is being read.
  void forget_bytes() {
    if (!keeps_bytes_) return;
    const bool is_inside = record_depth_ > 0 && record_.fault != XmlRecordFault::too_long;
    const std::uint64_t until = is_inside ? record_begin_ : position();
    const auto count = std::min<std::uint64_t>(until - std::min(until, kept_begin_), kept_.size());
    kept_.erase(0, count);
    kept_begin_ += count;
  }

  void fail(const Wording& why) {
    if (failure_) return;
    const auto line = static_cast<std::uint64_t>(XML_GetCurrentLineNumber(parser_.get()));
    const auto column = static_cast<std::uint64_t>(XML_GetCurrentColumnNumber(parser_.get()));
    failure_ = FileFailure{file_failures::malformed, line, column + 1, why};
    XML_StopParser(parser_.get(), XML_FALSE);
  }
  void fail_of_parser() {
    const XML_Error error = XML_GetErrorCode(parser_.get());
    const bool is_cut = error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN;
    fail(is_cut && finished_ ? cut_short : not_well_formed);
  }

  void start(std::string_view name, const XML_Char** attributes) {
    if (++depth_ > xml_document_depth_max) return fail(is_nested);
    if (depth_ == 1) has_only_others_ = !is_collection(name);
    if (record_depth_ > 0 && depth_ == record_depth_ + 1) ++children_;
    if (depth_ == record_depth_ + 1) first_child_is_header_ = children_ == 1 && name == "header";
    // In OAI-PMH and SRU a record of theirs is around each: the inner one counts.
    if (name == "record" && (record_depth_ == 0 || is_empty())) return begin_record(attributes);
    if (record_depth_ == 0) return note_prefixes(attributes);
    if (depth_ - record_depth_ > xml_record_depth_max) spoil(XmlRecordFault::too_deep);
    check_length();
    if (record_.fault != XmlRecordFault::none) return;
    if (depth_ == record_depth_ + 1) begin_field(name, attributes);
    if (depth_ == record_depth_ + 2 && target_ == Target::data && name == "subfield") {
      const std::string_view code = attribute(attributes, "code");
      if (code.size() != 1) return;
      record_.data += '\x1F';
      record_.data += code;
      begin_text(Target::subfield);
    }
  }

  bool is_empty() const noexcept { return record_.leader.empty() && spans_.empty(); }

  void begin_record(const XML_Char** attributes) {
    if (record_depth_ > 0) note_prefixes(outer_attributes_);
    outer_attributes_.clear();
    for (const XML_Char** one = attributes; *one != nullptr; one += 2) {
      note_outer(one[0], one[1]);
    }
    record_depth_ = depth_;
    children_ = 0;
    record_begin_ = position();
    record_end_ =
        record_begin_ + static_cast<std::uint64_t>(XML_GetCurrentByteCount(parser_.get()));
    record_ = {};
    record_.line = static_cast<std::uint64_t>(XML_GetCurrentLineNumber(parser_.get()));
    spans_.clear();
    target_ = Target::none;
    is_authority_ = attribute(attributes, "type") == "Authority";
  }

  void begin_field(std::string_view name, const XML_Char** attributes) {
    const std::size_t begin = record_.data.size();
    if (name == "leader") return begin_text(Target::leader);
    const bool is_control = name == "controlfield";
    if (!is_control && name != "datafield") return;
    spans_.push_back({tag_number(attribute(attributes, "tag")), begin, 0});
    if (is_control) return begin_text(Target::control);
    record_.data += indicator_of(attribute(attributes, "ind1"));
    record_.data += indicator_of(attribute(attributes, "ind2"));
    target_ = Target::data;
  }

  void begin_text(Target target) {
    target_ = target;
    text_begin_ = record_.data.size();
  }

  void text(std::string_view text) {
    if (record_depth_ == 0) return;
    check_length();
    const bool is_wanted =
        target_ == Target::leader || target_ == Target::control || target_ == Target::subfield;
    if (is_wanted && record_.fault == XmlRecordFault::none) record_.data += text;
  }

  void check_length() {
    if (position() - record_begin_ > xml_record_bytes_max) spoil(XmlRecordFault::too_long);
  }
  // The rest of the record is passed over.
  void spoil(XmlRecordFault fault) {
    if (record_.fault != XmlRecordFault::none) return;
    record_.fault = fault;
    record_.data = {};
    spans_ = {};
    target_ = Target::none;
  }

  void end() {
    if (record_depth_ > 0) {
      check_length();
      if (depth_ == record_depth_) end_record();
      if (record_depth_ > 0 && record_.fault == XmlRecordFault::none) end_inside();
    }
    --depth_;
  }

  void end_inside() {
    if (depth_ == record_depth_ + 2 && target_ == Target::subfield) {
      unwrap(record_.data, text_begin_);
      target_ = Target::data;
    }
    if (depth_ != record_depth_ + 1) return;
    if (target_ == Target::control) unwrap(record_.data, text_begin_);
    if (target_ == Target::leader) {
      unwrap(record_.data, text_begin_);
      record_.leader = record_.data.substr(text_begin_);
      record_.data.resize(text_begin_);
    } else if (target_ != Target::none) {
      spans_.back().size = record_.data.size() - spans_.back().begin;
    }
    target_ = Target::none;
  }

  void end_record() {
    record_depth_ = 0;
    const std::uint64_t end =
        position() + static_cast<std::uint64_t>(XML_GetCurrentByteCount(parser_.get()));
    const bool is_spoilt = record_.fault != XmlRecordFault::none;
    // A record of a protocol that holds none: deleted, or in another schema.
    if (!is_spoilt && is_empty() && children_ > 0) {
      // OAI-PMH tells the header alone of a deleted one.
      has_only_others_ = has_only_others_ || (!has_record_ && !first_child_is_header_);
      return;
    }
    has_record_ = true;
    has_only_others_ = false;
    complete_leader();
    record_.fields.reserve(spans_.size());
    for (const Span& span : spans_) {
      record_.fields.push_back(
          {.tag = span.tag, .data = std::string_view(record_.data).substr(span.begin, span.size)});
    }
    keep_bytes(std::max(end, record_end_));
    is_ready_ = true;
    XML_StopParser(parser_.get(), XML_TRUE);
  }

  // Many writers leave the leader out, or most of it.
  void complete_leader() {
    constexpr std::size_t status_at = 5;
    constexpr std::size_t type_at = 6;
    record_.leader.resize(iso2709_leader_bytes, record_blank);
    char& type = record_.leader[type_at];
    if (is_authority_) type = 'z';
    if (type == record_blank) type = 'a';
    if (record_.leader[status_at] == record_blank) record_.leader[status_at] = 'n';
  }

  void keep_bytes(std::uint64_t end) {
    if (!keeps_bytes_ || record_begin_ < kept_begin_ || record_.fault == XmlRecordFault::too_long) {
      return;
    }
    record_.bytes = kept_.substr(record_begin_ - kept_begin_, end - record_begin_) + "\n";
  }

  // Namespaces declared around the records: what is copied out of the document needs them.
  void note_prefixes(const XML_Char** attributes) {
    for (; *attributes != nullptr; attributes += 2) note_prefix(attributes[0], attributes[1]);
  }
  using Attribute = std::pair<std::string, std::string>;
  void note_prefixes(const std::vector<Attribute>& attributes) {
    for (const auto& [name, value] : attributes) note_prefix(name, value);
  }
  // Prefixes of a record may be declared again inside, or be those of a protocol around the record.
  void note_outer(std::string_view name, std::string_view value) {
    if (!keeps_bytes_ || !name.starts_with("xmlns:")) return;
    if (outer_attributes_.size() < declarations_max) outer_attributes_.emplace_back(name, value);
  }
  void note_prefix(std::string_view name, std::string_view value) {
    if (!keeps_bytes_ || !name.starts_with("xmlns") || prefixes_.size() >= declarations_max) return;
    if (name.size() + value.size() > declaration_bytes_max) return;
    if (std::ranges::find(prefixes_, name) != prefixes_.end()) return;
    prefixes_.emplace_back(name);
    declarations_.append(" ").append(name).append("=\"");
    for (const char c : value) {
      if (c == '&' || c == '<' || c == '"') {
        declarations_ += c == '&' ? "&amp;" : c == '<' ? "&lt;" : "&quot;";
      } else {
        declarations_ += c;
      }
    }
    declarations_ += '"';
  }

  struct Span {
    int tag;
    std::size_t begin;
    std::size_t size;
  };

  std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_{XML_ParserCreate(nullptr)};
  TextStream text_;
  bool keeps_bytes_;
  std::string waiting_;
  std::size_t taken_ = 0;  // of waiting_
  std::string piece_;      // what the parser may still look at
  std::uint64_t fed_ = 0;  // bytes, in all
  std::string kept_;       // bytes from kept_begin_ on
  std::uint64_t kept_begin_ = 0;

  std::size_t depth_ = 0;
  std::size_t record_depth_ = 0;  // 0: in no record
  std::size_t children_ = 0;      // of the record
  std::uint64_t record_begin_ = 0;
  std::uint64_t record_end_ = 0;  // of its first tag
  XmlMarcRecord record_;
  std::vector<Span> spans_;
  Target target_ = Target::none;
  std::size_t text_begin_ = 0;
  bool is_authority_ = false;
  bool first_child_is_header_ = false;  // and the only one
  bool has_record_ = false;
  bool has_only_others_ = false;  // so far: elements, and no record of MARC
  std::vector<Attribute> outer_attributes_;

  std::string encoding_ = "UTF-8";
  std::vector<std::string> prefixes_;
  std::string declarations_;
  std::optional<FileFailure> failure_;
  bool is_ready_ = false;
  bool is_suspended_ = false;
  bool is_last_ = false;
  bool finished_ = false;
  bool ended_ = false;
};

XmlMarcRecords::XmlMarcRecords(Encoding said, RecordBytes record_bytes)
    : parser_(std::make_unique<Parser>(said, record_bytes)) {}
XmlMarcRecords::~XmlMarcRecords() = default;

void XmlMarcRecords::feed(std::string_view bytes) { parser_->feed(bytes); }
void XmlMarcRecords::finish() { parser_->finish(); }
const XmlMarcRecord* XmlMarcRecords::next() { return parser_->next(); }
std::optional<FileFailure> XmlMarcRecords::failure() const { return parser_->failure(); }
std::string XmlMarcRecords::document_begin() const { return parser_->document_begin(); }
std::string XmlMarcRecords::document_end() const { return "</collection>\n"; }

}  // namespace formats
