#include "formats/abnt.hpp"

#include <array>

#include "base/letter_case.hpp"
#include "formats/abnt_parts.hpp"
#include "formats/abnt_text.hpp"
#include "formats/credits.hpp"
#include "formats/name_parts.hpp"

namespace formats {
namespace {

using catalog::BookFields;

constexpr std::size_t names_max = 3;

class Reference {
 public:
  Reference(const BookFields& fields, const ReferenceForm& form)
      : fields_(fields), form_(form), credits_(credits_of(fields)), text_(form.markup) {}

  std::string write() {
    if (!credits_.authors.empty()) {
      add_names(credits_.authors, {});
    } else if (!credits_.editors.empty()) {
      add_editors();
    }
    add_title();
    add_translators();
    add_edition();
    add_imprint();
    if (form_.extent == ReferenceForm::Extent::complete) add_complement();
    return text_.take();
  }

 private:
  bool is_entered_by_title() const noexcept {
    return credits_.authors.empty() && credits_.editors.empty();
  }

  void add_names(const std::vector<Credit>& names, std::string_view function) {
    const bool is_cut = names.size() > names_max && form_.authors == ReferenceForm::Authors::three;
    const std::size_t shown = is_cut ? 1 : names.size();
    for (std::size_t i = 0; i < shown; ++i) {
      if (i > 0) text_.add_sign("; ");
      text_.add(abnt_name(names[i]));
    }
    if (is_cut) {
      text_.add_sign(" ");
      text_.add_latin("et al.");
    }
    if (!function.empty()) text_.add_sign(" (" + std::string(function) + ")");
    text_.stop();
  }

  // Editors of the first one's function, which is said once, behind the names.
  void add_editors() {
    struct Function {
      std::string_view role;
      std::string_view abbreviation;
    };
    static constexpr std::array functions{Function{"org", "org."}, Function{"edt", "ed."},
                                          Function{"com", "comp."}};
    const std::string& role = credits_.editors.front().role;
    std::vector<Credit> named;
    for (const Credit& one : credits_.editors) {
      if (one.role == role) named.push_back(one);
    }
    for (const Function& function : functions) {
      if (function.role == role) add_names(named, function.abbreviation);
    }
  }

  void add_title() {
    if (!text_.empty()) text_.add_sign(" ");
    const std::string_view title = fields_.title;
    if (is_entered_by_title()) {
      const std::size_t entry = abnt_entry_bytes(title);
      text_.add(base::to_upper(title.substr(0, entry)) + std::string(title.substr(entry)));
    } else {
      text_.add_strong(title);
    }
    if (!fields_.subtitle.empty()) {
      text_.add_sign(": ");
      text_.add(fields_.subtitle);
    }
    text_.stop();
  }

  void add_translators() {
    const auto& names = credits_.translators;
    if (names.empty()) return;
    text_.add_sign(" Tradução: ");
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (i > 0) text_.add_sign(i + 1 == names.size() ? " e " : ", ");
      text_.add(names[i].is_body ? names[i].name : spoken_form(names[i].name));
    }
    text_.stop();
  }

  void add_edition() {
    const std::string edition = abnt_edition(fields_.edition);
    if (edition.empty()) return;
    text_.add_sign(" ");
    text_.add(edition);
    text_.stop();
  }

  void add_imprint() {
    text_.add_sign(" ");
    if (fields_.place.empty() && fields_.publisher.empty()) {
      text_.add_sign("[");
      text_.add_latin("S. l.");
      text_.add_sign(": ");
      text_.add_latin("s. n.");
      text_.add_sign("]");
    } else {
      add_or_unknown(fields_.place, "S. l.");
      text_.add_sign(": ");
      add_or_unknown(fields_.publisher, "s. n.");
    }
    text_.add_sign(", ");
    text_.add_sign(fields_.year ? abnt_year(*fields_.year) : "[s. d.]");
    text_.stop();
  }

  void add_or_unknown(std::string_view value, std::string_view unknown) {
    if (!value.empty()) return text_.add(value);
    text_.add_sign("[");
    text_.add_latin(unknown);
    text_.add_sign("]");
  }

  void add_complement() {
    if (fields_.pages) text_.add_sign(" " + std::to_string(*fields_.pages) + " p.");
    if (fields_.series) {
      text_.add_sign(" (");
      text_.add(fields_.series->name);
      if (!fields_.series->volume.empty()) {
        text_.add_sign(", ");
        text_.add(fields_.series->volume);
      }
      text_.add_sign(").");
    }
    if (fields_.isbn) text_.add_sign(" ISBN " + std::string(fields_.isbn->digits()) + ".");
  }

  const BookFields& fields_;
  const ReferenceForm& form_;
  Credits credits_;
  ReferenceText text_;
};

class AbntWriter final : public Writer {
 public:
  explicit AbntWriter(const ReferenceForm& form) : form_(form) {}

  void begin(std::string& /*out*/) override {}
  void append(std::string& out, const catalog::Book& book) override {
    out.append(abnt_reference(book.fields, form_)).append("\n");
  }

 private:
  ReferenceForm form_;
};

}  // namespace

std::string abnt_reference(const BookFields& fields, const ReferenceForm& form) {
  return Reference(fields, form).write();
}

std::unique_ptr<Writer> make_abnt_writer(const ReferenceForm& form) {
  return std::make_unique<AbntWriter>(form);
}

}  // namespace formats
