#include "api/protocols/oai_harvest.hpp"

#include <algorithm>
#include <utility>

#include "api/answer/book_answer.hpp"
#include "formats/book_document.hpp"
#include "formats/xml_writer.hpp"
#include "store/page_budget.hpp"

namespace api::oai {
namespace {

constexpr std::size_t page_records = 100;
// One more, which tells whether another page follows.
constexpr std::size_t wanted_records = page_records + 1;
// Both reads are done again where books changed meanwhile, and where deletions of other sets lie
// between those of one.
constexpr int steps_max = 16;
constexpr Place the_end{INT64_MAX, INT64_MAX};

struct Found {
  Place place;
  Header header;
  std::optional<catalog::Book> book;  // nullopt: deleted
};

// One page on its way. Owned by the plans that go on with it.
struct Harvest {
  ExchangePtr exchange;
  Verb verb;
  Selection asked;
  Place reached;  // everything up to here is in `found`, or is not wanted
  std::vector<Found> found;
  std::size_t bytes = 0;
  int steps = 0;
  store::Deletions deletions = {};
  std::optional<Found> passed = std::nullopt;  // the last deletion that is of other sets
};
using HarvestPtr = std::shared_ptr<Harvest>;

// Headers and deletions both have an instant and an id.
Place place_of(const auto& dated) { return {dated.at.time_since_epoch().count(), dated.id.value}; }

// The books behind the place that is reached, as the index has them in order.
search::ListBooks books_behind(const Harvest& page) {
  using catalog::SortKey;
  catalog::Listing listing;
  listing.order = {{SortKey::updated_at, {}}, {SortKey::id, {}}};
  listing.limit = wanted_records;
  if (page.reached != Place{}) {
    listing.cursor =
        catalog::Cursor{catalog::PageSide::after, {page.reached.at_ms, page.reached.id}};
  }
  if (!page.asked.words.empty()) {
    listing.filter.texts.push_back(
        {catalog::TextField::tag, page.asked.words, catalog::TextFilter::Of::value});
  }
  return {std::move(listing)};
}

// The place up to which a list is known. That of books is the index's own: a book that changed
// since has another, later one.
Place known_up_to(const search::Page& books) {
  if (!books.next) {
    return the_end;
  }
  return {std::get<std::int64_t>(books.next->values[0]),
          std::get<std::int64_t>(books.next->values[1])};
}
Place known_up_to(const store::Deletions& deletions) {
  const auto& entries = deletions.entries;
  return deletions.end == store::End::reached || entries.empty() ? the_end
                                                                 : place_of(entries.back());
}

bool is_of_set(const Harvest& page, const Header& header) {
  return page.asked.set.empty() ||
         std::ranges::find(header.sets, page.asked.set) != header.sets.end();
}

void add_deletions(Harvest& page, Place known) {
  for (const store::Deletion& deletion : page.deletions.entries) {
    const Place place = place_of(deletion);
    if (place > known) {
      break;
    }
    Found found{place, header_of(deletion, labels_of(deletion)), std::nullopt};
    if (is_of_set(page, found.header)) {
      page.found.push_back(std::move(found));
    } else {
      page.passed = std::move(found);
    }
  }
}

void add_books(Harvest& page, const search::Page& books, Place known) {
  for (const store::BookDocument& document : books.books) {
    catalog::Book book = formats::read_stored_document(document.json);
    Header header = header_of(book);
    const Place place = place_of(header);
    // It changed since the index placed it: it comes again, where it is now, or has left the set.
    if (place > known || !is_of_set(page, header)) {
      continue;
    }
    page.bytes += document.json.size();
    page.found.push_back({place, std::move(header), std::move(book)});
  }
}

// Takes both lists as far as both are known. True when the page can be answered.
bool take(Harvest& page, const search::Page& books) {
  const Place known = std::min(known_up_to(books), known_up_to(page.deletions));
  const auto before = static_cast<std::ptrdiff_t>(page.found.size());
  add_deletions(page, known);
  add_books(page, books, known);
  std::sort(page.found.begin() + before, page.found.end(),
            [](const Found& left, const Found& right) { return left.place < right.place; });
  page.reached = known;
  const bool is_past =
      page.asked.until_ms &&
      (known.at_ms > *page.asked.until_ms ||
       (!page.found.empty() && page.found.back().place.at_ms > *page.asked.until_ms));
  return known == the_end || is_past || page.found.size() >= wanted_records ||
         page.bytes >= store::page_bytes_max || ++page.steps == steps_max;
}

void append_found(std::string& out, const Harvest& page, const Found& found,
                  formats::Writer& writer) {
  if (page.verb == Verb::list_identifiers) {
    append_header(out, *page.exchange, found.header);
    out += '\n';
  } else if (found.book) {
    append_record(out, *page.exchange, found.header, *found.book, writer);
  } else {
    append_deleted_record(out, *page.exchange, found.header);
  }
}

void append_token(std::string& out, const Harvest& page, const std::optional<Selection>& next) {
  const std::string cursor = std::to_string(page.asked.seen);
  if (next) {
    formats::Xml(out).element("resumptionToken", {{"cursor", cursor}}, encode_token(*next)).line();
  } else if (page.asked.seen > 0) {
    formats::Xml(out).element("resumptionToken", {{"cursor", cursor}}, "").line();
  }
}

http::Response finish(const AnswerContext& context, Harvest& page) {
  if (page.asked.until_ms) {
    std::erase_if(page.found,
                  [&](const Found& one) { return one.place.at_ms > *page.asked.until_ms; });
  }
  const bool is_whole =
      page.reached == the_end || (page.asked.until_ms && page.reached.at_ms > *page.asked.until_ms);
  // A list must hold something. A deletion of another set does no harm there: it is one.
  if (page.found.empty() && !is_whole && page.passed) {
    page.found.push_back(*page.passed);
  }
  if (page.found.empty()) {
    return is_whole
               ? answer(*page.exchange, context.language,
                        {faults::no_match, {"nenhum registro é assim", "no record is like that"}})
               : to_response(context, catalog::problem::of(catalog::ProblemCode::overloaded));
  }
  const auto writer = formats::make_writer(page.asked.format->format, page.exchange->options);
  const std::string_view verb = name_of(page.verb);
  std::string content;
  formats::Xml(content).open(verb).line();
  Selection next = page.asked;
  std::size_t given = 0;
  for (const Found& one : page.found) {
    if (given == page_records || (given > 0 && content.size() >= store::page_bytes_max)) {
      break;
    }
    append_found(content, page, one, *writer);
    next.after = one.place;
    ++given;
  }
  if (given == page.found.size() && !is_whole) {
    next.after = std::max(next.after, page.reached);
  }
  next.seen += static_cast<std::int64_t>(given);
  const bool more = given < page.found.size() || !is_whole;
  append_token(content, page, more ? std::optional(next) : std::nullopt);
  formats::Xml(content).close(verb).line();
  return answer(*page.exchange, content);
}

Plan step(HarvestPtr page);

Plan after_books(HarvestPtr page) {
  search::ListBooks command = books_behind(*page);
  return ChainPlan{
      std::move(command),
      [page = std::move(page)](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
        if (!outcome) {
          return to_response(context, outcome.error());
        }
        return take(*page, std::get<search::Page>(outcome->value)) ? Plan(finish(context, *page))
                                                                   : step(page);
      }};
}

Plan step(HarvestPtr page) {
  const store::ListDeletions command{
      {page->reached.at_ms, {page->reached.id}}, wanted_records, std::nullopt};
  return ChainPlan{
      command,
      [page = std::move(page)](const AnswerContext& context, search::ReadOutcome outcome) -> Plan {
        if (!outcome) {
          return to_response(context, outcome.error());
        }
        page->deletions = std::get<store::Deletions>(std::move(outcome->value));
        return after_books(page);
      }};
}

}  // namespace

Plan harvest(ExchangePtr exchange, const Question& question) {
  return step(std::make_shared<Harvest>(Harvest{
      std::move(exchange), question.verb, question.selection, question.selection.after, {}}));
}

}  // namespace api::oai
