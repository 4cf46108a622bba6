#include "search/query/ordered_docs.hpp"

#include <algorithm>
#include <limits>

#include "search/query/list_bounds.hpp"

namespace search {
namespace {

using catalog::Direction;

// Rises along a descending order; unlike a change of sign it never overflows.
std::int64_t directed(std::int64_t value, Direction direction) noexcept {
  return direction == Direction::ascending ? value : ~value;
}

// The first place of [begin, end) whose value is another one; quick when it is near.
template <class Value>
DocNumber end_of_equal(DocNumber begin, DocNumber end, Value value) {
  const std::int64_t first = value(begin);
  DocNumber low = begin;
  DocNumber step = 1;
  while (end - low > step && value(low + step) == first) {
    low += step;
    step *= 2;
  }
  DocNumber high = end - low > step ? low + step : end;
  while (high - low > 1) {
    const DocNumber middle = low + (high - low) / 2;
    (value(middle) == first ? low : high) = middle;
  }
  return high;
}

}  // namespace

ReadingOrder ReadingOrder::of(const catalog::Listing& listing) {
  ReadingOrder made{listing.order, {}};
  if (listing.cursor) {
    made.from = listing.cursor->values;
  }
  if (listing.side() == catalog::PageSide::before) {
    for (catalog::Sort& sort : made.sorts) {
      sort.direction = opposite(sort.direction);
    }
  }
  return made;
}

// ---- comparing

DocComparison::DocComparison(const Segment& segment, const ReadingOrder& order)
    : keys_(segment), sorts_(order.sorts) {
  for (std::size_t key = 0; key < order.from.size(); ++key) {
    const std::int64_t value = keys_.value_of(sorts_[key].key, order.from[key]);
    first_value_ = key == 0 ? value : first_value_;
    from_.push_back(directed(value, sorts_[key].direction));
  }
}

std::int64_t DocComparison::place(std::size_t key, DocNumber doc) const noexcept {
  return directed(keys_.value(sorts_[key].key, doc), sorts_[key].direction);
}

bool DocComparison::is_before(DocNumber left, DocNumber right, std::size_t first) const noexcept {
  for (std::size_t key = first; key < sorts_.size(); ++key) {
    const std::int64_t one = place(key, left);
    const std::int64_t other = place(key, right);
    if (one != other) {
      return one < other;
    }
  }
  return false;
}

bool DocComparison::is_behind_cursor(DocNumber doc) const noexcept {
  for (std::size_t key = 0; key < from_.size(); ++key) {
    const std::int64_t one = place(key, doc);
    if (one != from_[key]) {
      return one > from_[key];
    }
  }
  return from_.empty();
}

void FirstDocs::add(DocNumber doc) {
  if (last_ != no_doc && !is_before(doc, last_)) {
    has_more_ = true;
    return;
  }
  docs_.push_back(doc);
  if (docs_.size() >= 2 * most_) {
    drop_last();
  }
}

void FirstDocs::drop_last() {
  if (docs_.size() <= most_) {
    return;
  }
  const auto is_before = [this](DocNumber left, DocNumber right) {
    return this->is_before(left, right);
  };
  const auto last = docs_.begin() + static_cast<std::ptrdiff_t>(most_ - 1);
  std::nth_element(docs_.begin(), last, docs_.end(), is_before);
  last_ = *last;
  docs_.resize(most_);
  has_more_ = true;
}

std::vector<DocNumber> FirstDocs::take() {
  drop_last();
  std::sort(docs_.begin(), docs_.end(),
            [this](DocNumber left, DocNumber right) { return is_before(left, right); });
  return std::move(docs_);
}

// ---- reading

OrderedDocs::OrderedDocs(const LivingSegment& segment, const ReadingOrder& order, std::size_t page,
                         Places within)
    : segment_(segment),
      deleted_(segment.deleted.get()),
      keys_(*segment.segment),
      reading_(&order),
      sorts_(order.sorts),
      order_(keys_.order(sorts_.front().key)),
      comparison_(*segment.segment, order),
      batch_(page),
      page_(page),
      begin_(within.begin),
      end_(std::min(within.end, order_.count())) {
  begin_ = std::min(begin_, end_);
  if (!order.from.empty()) {
    find_start(order);
  }
  next();
}

// Equal documents lie by id; another order of them must be made.
bool OrderedDocs::is_read_as_it_lies() const noexcept {
  return sorts_.size() == 1 ||
         (sorts_.size() == 2 && sorts_.front().direction == sorts_.back().direction);
}

void OrderedDocs::find_start(const ReadingOrder& order) {
  DocNumber low = begin_;
  DocNumber high = end_;
  const std::int64_t value = comparison_.first_value_of_cursor();
  // The places before the cursor's lie on one side of what is looked for.
  const auto is_low = [&](DocNumber place) {
    const DocNumber doc = order_[place];
    if (is_read_as_it_lies()) {
      return comparison_.is_behind_cursor(doc) != is_up();
    }
    const std::int64_t other = keys_.value(order.sorts.front().key, doc);
    return is_up() ? other < value : other <= value;
  };
  while (low < high) {
    const DocNumber middle = low + (high - low) / 2;
    if (is_low(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  (is_up() ? begin_ : end_) = low;
  is_block_of_cursor_ = true;
}

DocNumber OrderedDocs::step() noexcept { return order_[is_up() ? begin_++ : --end_]; }

void OrderedDocs::next() {
  if (is_read_as_it_lies()) {
    do {
      doc_ = begin_ < end_ ? step() : no_doc;
    } while (doc_ != no_doc && deleted_->has(doc_));
    return;
  }
  while (next_sorted_ == sorted_.size()) {
    if (has_more_in_block_) {
      batch_ *= 4;
      sort_block(doc_);
    } else if (begin_ < end_) {
      begin_block();
    } else {
      doc_ = no_doc;
      return;
    }
  }
  doc_ = sorted_[next_sorted_++];
}

void OrderedDocs::begin_block() {
  const catalog::SortKey key = sorts_.front().key;
  block_begin_ = begin_;
  block_end_ = end_;
  if (is_up()) {
    block_end_ =
        end_of_equal(begin_, end_, [&](DocNumber at) { return keys_.value(key, order_[at]); });
    begin_ = block_end_;
  } else {
    // Backwards from the last one.
    const DocNumber last = end_ - 1;
    const DocNumber size = end_of_equal(
        0, end_ - begin_, [&](DocNumber back) { return keys_.value(key, order_[last - back]); });
    block_begin_ = end_ - size;
    end_ = block_begin_;
  }
  batch_ = page_;
  sort_block(no_doc);
  is_block_of_cursor_ = false;
}

bool OrderedDocs::walk_block(DocNumber behind) {
  const auto size = std::uint64_t{block_end_} - block_begin_;
  // If they lie evenly; a step costs as much as looking at some documents of the block.
  constexpr std::uint64_t looks_per_step = 4;
  const std::uint64_t steps = batch_ * (order_.count() / size + 1);
  if (steps * looks_per_step > size) {
    return false;
  }
  ReadingOrder others{{reading_->sorts.begin() + 1, reading_->sorts.end()}, {}};
  if (behind != no_doc) {
    for (const catalog::Sort& sort : others.sorts) {
      others.from.push_back(keys_.cursor_value(sort.key, behind));
    }
  } else if (is_block_of_cursor_ && keys_.value(sorts_.front().key, order_[block_begin_]) ==
                                        comparison_.first_value_of_cursor()) {
    others.from.assign(reading_->from.begin() + 1, reading_->from.end());
  }
  sorted_.clear();
  next_sorted_ = 0;
  const catalog::SortKey key = sorts_.front().key;
  const std::int64_t value = keys_.value(key, order_[block_begin_]);
  OrderedDocs all(segment_, others, batch_, {});
  for (std::uint64_t step = 0; all.doc() != no_doc && sorted_.size() < batch_; all.next()) {
    if (++step > 2 * steps) {
      return false;
    }
    if (keys_.value(key, all.doc()) == value) {
      sorted_.push_back(all.doc());
    }
  }
  has_more_in_block_ = all.doc() != no_doc;
  return true;
}

// `behind`: the last one that was read of this block, or none.
void OrderedDocs::sort_block(DocNumber behind) {
  if (walk_block(behind)) {
    return;
  }
  FirstDocs first(comparison_, batch_, 1);
  for (DocNumber place = block_begin_; place < block_end_; ++place) {
    const DocNumber doc = order_[place];
    const bool is_wanted = !deleted_->has(doc) &&
                           (behind == no_doc || comparison_.is_before(behind, doc, 1)) &&
                           (!is_block_of_cursor_ || comparison_.is_behind_cursor(doc));
    if (is_wanted) {
      first.add(doc);
    }
  }
  sorted_ = first.take();
  has_more_in_block_ = first.has_more();
  next_sorted_ = 0;
}

}  // namespace search
