#include "search/index/document_columns.hpp"

#include <algorithm>
#include <string>

#include "base/text.hpp"
#include "catalog/person_names.hpp"
#include "catalog/search_words.hpp"
#include "search/index/completion_columns.hpp"

namespace search {
namespace {

// A value's number + 1, or 0 for none.
std::uint32_t mapped(std::span<const TermId> values, std::uint32_t one) noexcept {
  return one == 0 ? 0 : values[one - 1] + 1;
}

// Rewrites forward records with the numbers of another segment's terms.
class CopyWriter {
 public:
  // The record is valid until the next call.
  std::string_view rewrite(const DocumentSource& source, DocNumber doc) {
    out_.clear();
    const unsigned char* at = source.documents.forward_record(doc);
    const unsigned fields = *at++;
    out_ += static_cast<char>(fields);
    for (unsigned rest = fields; rest != 0; rest &= rest - 1) {
      std::uint32_t left = take_varint(at);
      put_varint(out_, left);
      for (; left > 0; --left) {
        const std::uint32_t word = take_varint(at);
        put_varint(out_, word == 0 ? 0 : source.maps.words[word - 1] + 1);
      }
    }
    read_counted(at, counted_);
    put_varint(out_, mapped(source.maps.values, counted_.publisher));
    for (auto* const list : {&counted_.persons, &counted_.subjects, &counted_.tags}) {
      put_varint(out_, static_cast<std::uint32_t>(list->size()));
      for (TermId& one : *list) {
        one = source.maps.values[one];
        put_varint(out_, one);
      }
    }
    return out_;
  }
  // The values of the last record, in the other segment's numbers.
  const CountedValues& counted() const noexcept { return counted_; }

 private:
  std::string out_;
  CountedValues counted_;
};

}  // namespace

DocNumber DocumentColumns::find(std::int64_t id) const noexcept {
  const auto at = std::lower_bound(ids.begin(), ids.end(), id);
  return at != ids.end() && *at == id ? static_cast<DocNumber>(at - ids.begin()) : no_doc;
}

void write_documents(ColumnWriter& columns, std::span<const DocumentSource> sources,
                     std::span<const DocumentPlace> places, ValueCounts& counts) {
  const auto copy = [&](Column column, auto DocumentColumns::* of) {
    columns.begin(column);
    for (const DocumentPlace place : places) {
      columns.append_number((sources[place.source].documents.*of)[place.doc]);
    }
  };
  copy(Column::ids, &DocumentColumns::ids);
  copy(Column::updated_ms, &DocumentColumns::updated_ms);
  copy(Column::created_ms, &DocumentColumns::created_ms);
  copy(Column::years, &DocumentColumns::years);
  const auto copy_mapped = [&](Column column, auto DocumentColumns::* of) {
    columns.begin(column);
    for (const auto [source, doc] : places) {
      const DocumentSource& from = sources[source];
      columns.append_number(mapped(from.maps.values, (from.documents.*of)[doc]));
    }
  };
  copy_mapped(Column::languages, &DocumentColumns::languages);
  copy_mapped(Column::authors, &DocumentColumns::authors);
  copy(Column::title_words, &DocumentColumns::title_words);
  copy(Column::article_words, &DocumentColumns::article_words);
  std::vector<std::uint32_t> ends;
  ends.reserve(places.size());
  columns.begin(Column::records);
  CopyWriter record;
  for (const auto [source, doc] : places) {
    columns.append(record.rewrite(sources[source], doc));
    ends.push_back(columns.column_bytes());
    counts.add(record.counted().persons, record.counted().subjects);
  }
  columns.add(Column::record_ends, ends);
}

std::string counted_text(std::string_view key, std::string_view text) {
  std::string value(key);
  value += '\0';
  value += text;
  return value;
}

// Behind its text a body has the byte that no text holds, so it stands beside a person of the name.
std::string counted_body(std::string_view key, std::string_view text) {
  return counted_text(key, text) + '\0';
}

std::string counted_text(std::string_view text) {
  const std::string folded = base::fold(text);
  return counted_text(folded.empty() ? text : std::string_view(folded), text);
}

std::string counted_label(std::string_view text) {
  std::string folded;
  catalog::append_search_fold(folded, text);
  return counted_text(folded.empty() ? text : std::string_view(folded), text);
}

CountedText read_counted_text(std::string_view value) noexcept {
  const std::size_t end = value.find('\0');
  std::string_view text = value.substr(end + 1);
  const bool is_body = text.ends_with('\0');
  text.remove_suffix(is_body ? 1 : 0);
  return {value.substr(0, end), text, is_body};
}

std::string filed_name(const CountedText& name) {
  return name.is_body ? std::string(name.key) : catalog::filed_name(name.text);
}

void read_counted(const unsigned char* at, CountedValues& values) {
  values.publisher = take_varint(at);
  for (auto* const list : {&values.persons, &values.subjects, &values.tags}) {
    list->clear();
    for (std::uint32_t left = take_varint(at); left > 0; --left) {
      list->push_back(take_varint(at));
    }
  }
}

}  // namespace search
