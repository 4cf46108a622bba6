// A segment as bytes: its columns one after the other, each behind its length. The families
// are made anew from the words.
#include <cstring>
#include <type_traits>

#include "search/segment.hpp"

namespace search {
namespace {

constexpr std::string_view magic = "LIVROS-SEGMENT-2";

class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  void operator()(const std::string& column) { put(column.data(), column.size()); }
  template <class Number>
  void operator()(const std::vector<Number>& column) {
    static_assert(std::is_trivially_copyable_v<Number>);
    put(column.data(), column.size() * sizeof(Number));
  }

 private:
  void put(const void* data, std::size_t size) {
    const auto length = static_cast<std::uint64_t>(size);
    out_.append(reinterpret_cast<const char*>(&length), sizeof length);
    if (size > 0) {
      out_.append(static_cast<const char*>(data), size);
    }
  }
  std::string& out_;
};

// After the first column that does not fit, nothing more is read and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view& bytes) : bytes_(bytes) {}
  bool ok() const noexcept { return ok_; }
  void operator()(std::string& column) { column = take(1); }
  template <class Number>
  void operator()(std::vector<Number>& column) {
    const std::string_view taken = take(sizeof(Number));
    column.resize(taken.size() / sizeof(Number));
    if (!taken.empty()) {
      std::memcpy(column.data(), taken.data(), taken.size());
    }
  }

 private:
  std::string_view take(std::size_t unit) {
    std::uint64_t length = 0;
    ok_ = ok_ && bytes_.size() >= sizeof length;
    if (ok_) {
      std::memcpy(&length, bytes_.data(), sizeof length);
      bytes_.remove_prefix(sizeof length);
      ok_ = length <= bytes_.size() && length % unit == 0;
    }
    if (!ok_) {
      return {};
    }
    const std::string_view taken = bytes_.substr(0, length);
    bytes_.remove_prefix(length);
    return taken;
  }
  std::string_view& bytes_;
  bool ok_ = true;
};

// Whether the ends of parts rise up to the size of the whole.
bool rise_to(const std::vector<std::uint32_t>& ends, std::size_t size) noexcept {
  std::uint32_t before = 0;
  for (const std::uint32_t end : ends) {
    if (end < before) {
      return false;
    }
    before = end;
  }
  return before == size;
}

bool holds_together(const Segment& segment) noexcept {
  const DocumentColumns& documents = segment.documents;
  const std::size_t docs = documents.ids.size();
  const std::size_t words = segment.words.size();
  return documents.updated_ms.size() == docs && documents.years.size() == docs &&
         documents.languages.size() == docs && documents.title_words.size() == docs &&
         documents.article_words.size() == docs && documents.ends.size() == docs &&
         rise_to(documents.ends, documents.bytes.size()) && segment.postings.ends.size() == words &&
         segment.starts.ends.size() == words &&
         rise_to(segment.postings.ends, segment.postings.bytes.size()) &&
         rise_to(segment.starts.ends, segment.starts.bytes.size()) &&
         rise_to(segment.words.ends(), segment.words.bytes().size()) &&
         rise_to(segment.values.ends(), segment.values.bytes().size());
}

// Calls done(column) as soon as a column is written.
template <class Any, class Done>
void write(Any& segment, std::string& out, Done done) {
  // Close enough that it need not grow, which would take twice the memory for a moment.
  out.reserve(segment.memory_bytes() + 4096);
  out += magic;
  Writer put(out);
  const auto column = [&](auto& one) {
    put(one);
    done(one);
  };
  column(segment.documents.ids);
  column(segment.documents.updated_ms);
  column(segment.documents.years);
  column(segment.documents.languages);
  column(segment.documents.title_words);
  column(segment.documents.article_words);
  column(segment.documents.ends);
  column(segment.documents.bytes);
  for (auto* texts : {&segment.words, &segment.values}) {
    put(texts->bytes());
    put(texts->ends());
    done(*texts);
  }
  for (auto* lists : {&segment.postings, &segment.starts}) {
    column(lists->bytes);
    column(lists->ends);
  }
}

}  // namespace

std::string Segment::bytes() const {
  std::string out;
  write(*this, out, [](const auto& /*column*/) {});
  return out;
}

std::string Segment::into_bytes() && {
  // Assigning something empty would keep the memory.
  const auto give_up = [](auto& column) { [[maybe_unused]] const auto gone = std::move(column); };
  give_up(families);
  std::string out;
  write(*this, out, give_up);
  return out;
}

SegmentPtr Segment::of(std::string_view& bytes) {
  if (!bytes.starts_with(magic)) {
    return nullptr;
  }
  bytes.remove_prefix(magic.size());
  auto segment = std::make_shared<Segment>();
  Reader take(bytes);
  take(segment->documents.ids);
  take(segment->documents.updated_ms);
  take(segment->documents.years);
  take(segment->documents.languages);
  take(segment->documents.title_words);
  take(segment->documents.article_words);
  take(segment->documents.ends);
  take(segment->documents.bytes);
  for (TermDictionary* texts : {&segment->words, &segment->values}) {
    std::string text;
    std::vector<std::uint32_t> ends;
    take(text);
    take(ends);
    *texts = TermDictionary::of(std::move(text), std::move(ends));
  }
  for (PostingLists* lists : {&segment->postings, &segment->starts}) {
    take(lists->bytes);
    take(lists->ends);
  }
  if (!take.ok() || !holds_together(*segment)) {
    return nullptr;
  }
  gather_families(*segment);
  return segment;
}

}  // namespace search
