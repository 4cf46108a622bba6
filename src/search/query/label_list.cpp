#include "search/query/label_list.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_set>
#include <utility>

#include "catalog/label_words.hpp"

namespace search {
namespace {

// The first so many labels behind a place.
class FirstLabels {
 public:
  explicit FirstLabels(ListLabels&& command)
      : after_(std::move(command.after)), limit_(command.limit) {
    for (Label& label : command.found) {
      labels_.emplace(std::move(label.words), std::move(label.text));
    }
  }

  void add(const CountedText& written) {
    std::string words = catalog::joined_words(catalog::label_words(written.text));
    const bool is_full = labels_.size() >= limit_;
    if (words.empty() || words <= after_ ||
        (is_full && (limit_ == 0 || words > labels_.rbegin()->first))) {
      return;
    }
    const auto [at, is_new] = labels_.try_emplace(std::move(words), written.text);
    if (!is_new && written.text < at->second) {
      at->second = written.text;  // one way to write it, whatever the order of the books
    }
    if (labels_.size() > limit_) {
      labels_.erase(std::prev(labels_.end()));
    }
  }

  std::vector<Label> take() {
    std::vector<Label> all;
    for (auto& [words, text] : labels_) {
      all.push_back({words, std::move(text)});
    }
    return all;
  }

 private:
  std::string after_;
  std::size_t limit_;
  std::map<std::string, std::string> labels_;
};

// The numbers of the labels that the living documents of [begin, end) have.
std::unordered_set<TermId> labels_in(const LivingSegment& one, DocNumber begin, DocNumber end) {
  std::unordered_set<TermId> labels;
  CountedValues values;
  for (DocNumber doc = begin; doc < end; ++doc) {
    const unsigned char* const record = one.segment->documents.forward_record(doc);
    // A label without any word has no field, and is no label of this list.
    if (one.deleted->has(doc) || (*record & mask_of(Field::tag)) == 0) {
      continue;
    }
    read_counted(each_word(record, [](Field, std::uint32_t) {}), values);
    labels.insert(values.tags.begin(), values.tags.end());
  }
  return labels;
}

DocNumber first_behind(const Segment& segment, std::int64_t id) {
  const auto ids = segment.documents.ids;
  return static_cast<DocNumber>(std::ranges::upper_bound(ids, id) - ids.begin());
}

}  // namespace

Labels list_labels(const Snapshot& snapshot, ListLabels&& command, std::size_t documents_max) {
  const std::int64_t begin_id = command.from.value;
  std::optional<std::int64_t> end_id;
  for (const LivingSegment& one : snapshot.segments) {
    const auto ids = one.segment->documents.ids;
    const std::size_t end = first_behind(*one.segment, begin_id) + documents_max;
    if (end < ids.size()) {
      end_id = std::min(end_id.value_or(ids[end - 1]), ids[end - 1]);
    }
  }
  FirstLabels labels(std::move(command));
  for (const LivingSegment& one : snapshot.segments) {
    const DocNumber begin = first_behind(*one.segment, begin_id);
    const DocNumber end =
        end_id ? first_behind(*one.segment, *end_id) : one.segment->documents.count();
    for (const TermId number : labels_in(one, begin, end)) {
      labels.add(read_counted_text(one.segment->values.text(number)));
    }
  }
  return {labels.take(),
          end_id ? std::optional(catalog::BookId{*end_id}) : std::optional<catalog::BookId>()};
}

}  // namespace search
