#include "formats/ris_writer.hpp"

#include <string>

#include "catalog/identifier_value.hpp"
#include "formats/credits.hpp"
#include "formats/name_parts.hpp"
#include "formats/text_link.hpp"

namespace formats {
namespace {

using catalog::BookFields;

class RisReference {
 public:
  explicit RisReference(std::string& out) : out_(out) {}

  void line(std::string_view tag, std::string_view value) {
    if (!value.empty()) always(tag, value);
  }
  void always(std::string_view tag, std::string_view value) {
    out_.append(tag).append("  - ");
    for (const char c : value) out_ += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
    out_ += "\r\n";
  }
  // A comma behind the whole name is how RIS marks a body, which has no surname.
  void names(std::string_view tag, const std::vector<Credit>& credits) {
    for (const Credit& credit : credits) {
      line(tag, credit.is_body ? credit.name + "," : filed_form(credit.name));
    }
  }

 private:
  std::string& out_;
};

void add_publication(RisReference& reference, const BookFields& fields) {
  if (fields.isbn) reference.line("SN", fields.isbn->digits());
  for (const catalog::Identifier& one : fields.identifiers) {
    if (one.type != catalog::IdentifierType::doi) continue;
    reference.line("DO", catalog::plain_identifier(one));
    break;
  }
  reference.line("CY", fields.place);
  reference.line("PB", fields.publisher);
  if (fields.year) reference.line("PY", std::to_string(*fields.year));
  reference.line("ET", fields.edition);
  reference.line("LA", fields.language);
  if (fields.pages) reference.line("SP", std::to_string(*fields.pages));
  reference.line("CN", fields.cdd);
  if (fields.series) {
    reference.line("T2", fields.series->name);
    reference.line("M1", fields.series->volume);
  }
}

void add_content(RisReference& reference, const BookFields& fields) {
  for (const std::string& subject : fields.subjects) reference.line("KW", subject);
  for (const std::string& tag : fields.tags) reference.line("KW", tag);
  reference.line("AB", fields.synopsis);
  for (const std::string& note : fields.notes) reference.line("N1", note);
  for (const catalog::Link& link : fields.links) reference.line("UR", link.url);
  // An image by its tag where the address does not tell it.
  reference.line(leads_to_image(fields.cover) ? "L1" : "L4", fields.cover);
}

class RisWriter final : public Writer {
 public:
  void begin(std::string& /*out*/) override {}
  void append(std::string& out, const catalog::Book& book) override {
    const BookFields& fields = book.fields;
    RisReference reference(out);
    reference.line("TY", "BOOK");
    reference.line("ID", std::to_string(book.id.value));
    const Credits credits = credits_of(fields);
    reference.names("AU", credits.authors);
    reference.line("TI",
                   fields.subtitle.empty() ? fields.title : fields.title + ": " + fields.subtitle);
    reference.line("OP", fields.original_title);
    reference.names("A3", credits.editors);
    reference.names("A4", credits.translators);
    add_publication(reference, fields);
    add_content(reference, fields);
    reference.always("ER", "");
  }
};

}  // namespace

std::unique_ptr<Writer> make_ris_writer() { return std::make_unique<RisWriter>(); }

}  // namespace formats
