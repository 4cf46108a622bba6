#include "search/index/segment_writer.hpp"

#include <algorithm>
#include <cstdlib>

#include "base/text.hpp"
#include "catalog/listing.hpp"
#include "catalog/person_names.hpp"
#include "catalog/search_query.hpp"
#include "catalog/search_words.hpp"
#include "catalog/sort_key.hpp"

namespace search {
namespace {

// How many words of the folded title its leading article has.
std::size_t article_words(std::string_view key, std::string_view folded) {
  const bool is_cut = key.size() >= catalog::sort_key_bytes_max - 4;
  if (is_cut || key.size() >= folded.size() || !folded.ends_with(key)) {
    return 0;
  }
  return base::words(folded.substr(0, folded.size() - key.size())).size();
}

}  // namespace

void SegmentWriter::add(const catalog::Book& book) {
  const catalog::BookFields& fields = book.fields;
  documents_.ids.push_back(book.id.value);
  documents_.updated_ms.push_back(book.updated_at.time_since_epoch().count());
  documents_.created_ms.push_back(book.created_at.time_since_epoch().count());
  documents_.years.push_back(fields.year ? static_cast<std::int16_t>(*fields.year) : no_year);
  begin_ = documents_.records.size();
  documents_.records += '\0';
  const Names& names = names_of(fields);
  add_title(fields);
  add_words(fields, names);
  add_counted(fields, names);
  documents_.record_ends.push_back(static_cast<std::uint32_t>(documents_.records.size()));
  if (bytes() > bytes_max_) {
    parts_.push_back(whole(write_part()));
  }
}

template <class Add>
std::vector<std::uint32_t> SegmentWriter::apart(const Add& add) {
  std::vector<std::uint32_t> words;
  std::swap(field_words_, words);
  add();
  std::swap(field_words_, words);
  return words;
}

const SegmentWriter::Text& SegmentWriter::text_of(std::string_view text) {
  return texts_.of(text, [&] {
    return Text{apart([&] { add_value(text); }), apart([&] { add_joined(text); }),
                counted_text(text)};
  });
}

const SegmentWriter::Names& SegmentWriter::names_of(const catalog::BookFields& fields) {
  // All that make_names() reads of a book must be in the key.
  names_key_ = fields.author.value_or("");
  for (const catalog::Contributor& one : fields.contributors) {
    names_key_ += '\0';
    names_key_ += static_cast<char>(one.kind);
    names_key_ += one.name;
  }
  return names_.of(names_key_, [&] { return make_names(fields); });
}

void SegmentWriter::add_title(const catalog::BookFields& fields) {
  views_.clear();
  folded_.clear();
  catalog::append_search_fold(folded_, fields.title);
  add_folded(folded_);
  const std::size_t words = std::min<std::size_t>(field_words_.size(), title_words_max);
  documents_.title_words.push_back(static_cast<std::uint8_t>(words));
  const std::string key = catalog::title_key(fields);
  const std::size_t counted = article_words(key, folded_);
  const std::size_t article = counted < words ? counted : 0;
  documents_.article_words.push_back(static_cast<std::uint8_t>(article));
  if (!is_of_words(key, article)) {
    title_keys_.odd.push_back(static_cast<DocNumber>(title_keys_.ends.size()));
  }
  title_keys_.keys += key;
  title_keys_.ends.push_back(static_cast<std::uint32_t>(title_keys_.keys.size()));
  add_joined(fields.title);
  end_field(Field::title);
}

bool SegmentWriter::is_of_words(std::string_view title_key, std::size_t first) const {
  std::string key;
  for (std::size_t i = first; i < views_.size() && key.size() <= title_key.size(); ++i) {
    key += key.empty() ? "" : " ";
    key += views_[i];
  }
  return catalog::text_key_of_folded(std::move(key)) == title_key;
}

void SegmentWriter::add_words(const catalog::BookFields& fields, const Names& names) {
  add_value(fields.subtitle);
  add_value(fields.original_title);
  add_joined(fields.subtitle);
  add_joined(fields.original_title);
  end_field(Field::other_title);
  add_part(names.words);
  end_field(Field::author);
  if (!fields.publisher.empty()) {
    const Text& publisher = text_of(fields.publisher);
    add_part(publisher.words);
    add_part(publisher.joined);
  }
  end_field(Field::publisher);
  for (const std::string& subject : fields.subjects) {
    add_part(text_of(subject).words);
  }
  for (const std::string& subject : fields.subjects) {
    add_part(text_of(subject).joined);
  }
  end_field(Field::subject);
  for (const std::string& tag : fields.tags) {
    add_value(tag);
  }
  end_field(Field::tag);
  add_edition(fields);
  add_numbers(fields);
}

SegmentWriter::Names SegmentWriter::make_names(const catalog::BookFields& fields) {
  Names made;
  made.words = apart([&] {
    for (const std::string& name : catalog::author_names(fields)) {
      add_folded(name);
    }
    if (fields.author) {
      add_joined(*fields.author);
    }
    for (const catalog::Contributor& contributor : fields.contributors) {
      add_joined(contributor.name);
    }
  });
  // A book has a person once, in however many ways it writes the name.
  std::vector<std::string> keys;
  for (const catalog::PersonName& person : catalog::person_names(fields)) {
    if (std::ranges::find(keys, person.key) != keys.end()) {
      continue;
    }
    keys.push_back(person.key);
    made.persons.push_back(values_.of(person.is_person ? counted_text(person.key, person.text)
                                                       : counted_body(person.key, person.text)));
    const auto surname =
        person.is_person ? catalog::surname_words(person.text) : std::vector<std::string>{};
    for (const std::string& word : surname) {
      views_.clear();
      catalog::append_search_words(views_, word);
      for (const std::string_view view : views_) {
        made.surnames.push_back(words_.of(view));
      }
    }
  }
  return made;
}

void SegmentWriter::add_edition(const catalog::BookFields& fields) {
  if (fields.series) {
    add_value(fields.series->name + " " + fields.series->volume);
    add_joined(fields.series->name);
  }
  add_value(fields.edition);
  if (fields.year) {
    add_folded(std::to_string(std::abs(*fields.year)));
  }
  end_field(Field::edition);
}

void SegmentWriter::add_numbers(const catalog::BookFields& fields) {
  if (fields.isbn) {
    add_folded(fields.isbn->digits());
  }
  for (const catalog::Isbn& isbn : fields.other_isbns) {
    add_folded(isbn.digits());
  }
  for (const catalog::Identifier& identifier : fields.identifiers) {
    add_value(identifier.value);
    add_joined(identifier.value);
  }
  add_marks(fields);
  end_field(Field::number);
}

void SegmentWriter::add_marks(const catalog::BookFields& fields) {
  const auto is_text = [](const catalog::Link& link) {
    return link.relation == catalog::LinkRelation::text;
  };
  if (std::ranges::any_of(fields.links, is_text)) {
    add_gap();
    field_words_.push_back(words_.of(linked_text_mark) + 1);
  }
}

void SegmentWriter::add_counted(const catalog::BookFields& fields, const Names& names) {
  const auto number_of = [&](std::string_view text) {
    return text.empty() ? 0 : values_.of(text) + 1;
  };
  documents_.authors.push_back(
      number_of(fields.author ? std::string_view(*fields.author) : std::string_view{}));
  documents_.languages.push_back(number_of(fields.language));
  documents_.surnames.insert(documents_.surnames.end(), names.surnames.begin(),
                             names.surnames.end());
  documents_.surname_ends.push_back(documents_.surnames.size());
  put_varint(documents_.records,
             fields.publisher.empty() ? 0 : values_.of(text_of(fields.publisher).counted) + 1);
  add_values(names.persons);
  add_counted_texts(fields);
}

// Each once, in however many ways the book writes it.
void SegmentWriter::add_counted_texts(const catalog::BookFields& fields) {
  std::vector<TermId> counted;
  const auto count = [&](std::string_view value) {
    const std::string_view key = read_counted_text(value).key;
    const bool is_known = std::ranges::any_of(
        counted, [&](TermId known) { return read_counted_text(values_.text(known)).key == key; });
    if (!is_known) {
      counted.push_back(values_.of(value));
    }
  };
  for (const std::string& subject : fields.subjects) {
    count(text_of(subject).counted);
  }
  add_values(counted);
  counted.clear();
  for (const std::string& tag : fields.tags) {
    count(counted_label(tag));
  }
  add_values(counted);
}

void SegmentWriter::add_values(std::span<const TermId> values) {
  put_varint(documents_.records, static_cast<std::uint32_t>(values.size()));
  for (const TermId value : values) {
    put_varint(documents_.records, value);
  }
}

void SegmentWriter::add_gap() {
  if (!field_words_.empty()) {
    field_words_.push_back(0);
  }
}

void SegmentWriter::add_part(std::span<const std::uint32_t> words) {
  if (words.empty()) {
    return;
  }
  add_gap();
  field_words_.insert(field_words_.end(), words.begin(), words.end());
}

void SegmentWriter::add_value(std::string_view text) {
  if (!text.empty()) {
    folded_.clear();
    catalog::append_search_fold(folded_, text);
    add_folded(folded_);
  }
}

void SegmentWriter::add_folded(std::string_view folded) {
  if (folded.empty()) {
    return;
  }
  add_gap();
  views_.clear();
  catalog::append_search_words(views_, folded);
  std::transform(views_.begin(), views_.end(), std::back_inserter(field_words_),
                 [this](std::string_view word) { return words_.of(word) + 1; });
}

void SegmentWriter::add_joined(std::string_view text) {
  joined_.clear();
  catalog::append_joined_words(joined_, text);
  if (joined_.empty()) {
    return;
  }
  add_gap();
  for (const std::string& word : joined_) {
    field_words_.push_back(words_.of(word) + 1);
    field_words_.push_back(0);
  }
  field_words_.pop_back();
}

void SegmentWriter::end_field(Field field) {
  if (field_words_.empty()) {
    return;
  }
  std::string& out = documents_.records;
  out[begin_] = static_cast<char>(static_cast<unsigned char>(out[begin_]) | mask_of(field));
  put_varint(out, static_cast<std::uint32_t>(field_words_.size()));
  for (const std::uint32_t word : field_words_) {
    put_varint(out, word);
  }
  field_words_.clear();
}

}  // namespace search
