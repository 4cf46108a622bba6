#include "search/segment_writer.hpp"

#include <algorithm>
#include <numeric>

#include "base/text.hpp"
#include "catalog/author_names.hpp"
#include "catalog/listing.hpp"
#include "catalog/search_query.hpp"

namespace search {
namespace {

// How many words of the folded title its leading article has.
std::size_t article_words(const catalog::BookFields& fields, std::string_view folded) {
  const std::string key = catalog::title_key(fields);
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
  documents_.years.push_back(fields.year ? static_cast<std::int16_t>(*fields.year) : no_year);
  begin_ = documents_.bytes.size();
  documents_.bytes += '\0';
  add_title(fields);
  add_words(fields);
  add_counted(fields);
  documents_.ends.push_back(place_of(documents_.bytes));
}

void SegmentWriter::add_title(const catalog::BookFields& fields) {
  folded_.clear();
  base::append_fold(folded_, fields.title);
  add_folded(folded_);
  const std::size_t words = std::min<std::size_t>(field_words_.size(), title_words_max);
  documents_.title_words.push_back(static_cast<std::uint8_t>(words));
  const std::size_t article = article_words(fields, folded_);
  documents_.article_words.push_back(static_cast<std::uint8_t>(article < words ? article : 0));
  end_field(Field::title);
}

void SegmentWriter::add_words(const catalog::BookFields& fields) {
  add_value(fields.subtitle);
  add_value(fields.original_title);
  end_field(Field::other_title);
  add_authors(fields);
  add_value(fields.publisher);
  end_field(Field::publisher);
  for (const std::string& subject : fields.subjects) {
    add_value(subject);
  }
  end_field(Field::subject);
  for (const std::string& tag : fields.tags) {
    add_value(tag);
  }
  end_field(Field::tag);
  if (fields.series) {
    add_value(fields.series->name);
  }
  end_field(Field::series);
  add_isbns(fields);
}

void SegmentWriter::add_authors(const catalog::BookFields& fields) {
  for (const std::string& name : catalog::author_names(fields)) {
    add_folded(name);
  }
  end_field(Field::author);
}

void SegmentWriter::add_isbns(const catalog::BookFields& fields) {
  if (fields.isbn) {
    add_folded(fields.isbn->digits());
  }
  for (const catalog::Isbn& isbn : fields.other_isbns) {
    add_folded(isbn.digits());
  }
  end_field(Field::isbn);
}

void SegmentWriter::add_counted(const catalog::BookFields& fields) {
  std::string& out = documents_.bytes;
  const auto number_of = [&](std::string_view text) {
    return text.empty() ? 0 : values_.of(text) + 1;
  };
  const auto put_one = [&](std::string_view text) { put_varint(out, number_of(text)); };
  put_one(fields.author ? std::string_view(*fields.author) : std::string_view{});
  put_one(fields.publisher);
  documents_.languages.push_back(number_of(fields.language));
  for (const auto* const list : {&fields.subjects, &fields.tags}) {
    put_varint(out, static_cast<std::uint32_t>(list->size()));
    for (const std::string& text : *list) {
      put_varint(out, values_.of(text));
    }
  }
}

void SegmentWriter::add_value(std::string_view text) {
  if (!text.empty()) {
    folded_.clear();
    base::append_fold(folded_, text);
    add_folded(folded_);
  }
}

void SegmentWriter::add_folded(std::string_view folded) {
  if (folded.empty()) {
    return;
  }
  if (!field_words_.empty()) {
    field_words_.push_back(0);
  }
  views_.clear();
  catalog::append_search_words(views_, folded);
  std::transform(views_.begin(), views_.end(), std::back_inserter(field_words_),
                 [this](std::string_view word) { return words_.of(word) + 1; });
}

void SegmentWriter::end_field(Field field) {
  if (field_words_.empty()) {
    return;
  }
  std::string& out = documents_.bytes;
  out[begin_] = static_cast<char>(static_cast<unsigned char>(out[begin_]) | mask_of(field));
  put_varint(out, static_cast<std::uint32_t>(field_words_.size()));
  for (const std::uint32_t word : field_words_) {
    put_varint(out, word);
  }
  field_words_.clear();
}

std::shared_ptr<Segment> SegmentWriter::compose() && {
  const auto identity = [](std::size_t size) {
    std::vector<TermId> map(size);
    std::iota(map.begin(), map.end(), TermId{0});
    return map;
  };
  std::vector<Source> sources;
  sources.push_back({documents_, nullptr, identity(words_.size()), identity(values_.size())});
  Texts texts{words_.texts(), values_.texts(), {}};
  texts.owners.push_back(std::move(words_));
  texts.owners.push_back(std::move(values_));
  return search::compose(sources, std::move(texts));
}

}  // namespace search
