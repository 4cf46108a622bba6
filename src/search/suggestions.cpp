#include "search/suggestions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/search_words.hpp"
#include "search/query/facets.hpp"
#include "search/query/search_request.hpp"

namespace search {
namespace {

using catalog::SearchField;

// Books whose titles are looked at.
constexpr std::size_t titles_max = 50;

catalog::SearchQuery within(catalog::SearchQuery query, SearchField field) {
  for (catalog::SearchTerm& term : query.terms) {
    term.field = field;
  }
  return query;
}

Suggestions values_of(const SnapshotPtr& snapshot, const Suggest& command, Suggestion::Kind kind) {
  const bool is_author = kind == Suggestion::Kind::author;
  const auto query = within(command.search, is_author ? SearchField::author : SearchField::subject);
  SearchRequest search(snapshot, query, {}, suggestion_budgets);
  if (!search.finds_as_spelled()) {
    return {};
  }
  const auto facet = is_author ? Facet::author : Facet::subject;
  Suggestions all;
  for (auto& value : matching_values(search, facet, command.search)) {
    all.push_back({kind, std::move(value.text), value.books});
  }
  return all;
}

// How many books have just this title, as it is folded.
std::uint64_t books_titled(const SnapshotPtr& snapshot, const std::string& title) {
  catalog::SearchQuery query;
  const std::string folded = base::fold(title);
  std::vector<std::string_view> words;
  catalog::append_search_words(words, folded);
  for (const std::string_view word : words) {
    query.terms.push_back({.words = {std::string(word)}});
  }
  SearchRequest search(snapshot, query, {}, suggestion_budgets);
  return search.searcher().count_titled();
}

// A title that has the words only in its subtitle would puzzle the reader who types them. Each
// title costs a search, so no more are tested than may be shown.
Suggestions titles_of(const SnapshotPtr& snapshot, const Suggest& command,
                      const std::vector<store::BookDocument>& books) {
  Suggestions all;
  for (const store::BookDocument& document : books) {
    const auto book = formats::read_document(document.json);
    if (all.size() == command.limit || !book) {
      break;
    }
    const std::string& title = book->fields.title;
    const bool is_known = std::any_of(
        all.begin(), all.end(), [&title](const Suggestion& known) { return known.text == title; });
    if (!is_known && holds_words(title, command.search)) {
      all.push_back({Suggestion::Kind::title, title, books_titled(snapshot, title)});
    }
  }
  return all;
}

// The best of each kind in turn.
Suggestions in_turns(std::array<Suggestions, 3> kinds, std::size_t limit) {
  Suggestions all;
  for (std::size_t rank = 0; all.size() < limit; ++rank) {
    bool any = false;
    for (Suggestions& kind : kinds) {
      if (rank < kind.size() && all.size() < limit) {
        all.push_back(std::move(kind[rank]));
        any = true;
      }
    }
    if (!any) {
      return all;
    }
  }
  return all;
}

}  // namespace

void suggest(store::Session& backend, const SnapshotPtr& snapshot, Suggest command, ReadDone done) {
  SearchRequest search(snapshot, within(command.search, SearchField::any), {}, suggestion_budgets);
  auto ids = search.titled(titles_max);
  auto answer = [snapshot, command = std::move(command),
                 done = std::move(done)](store::ReadOutcome outcome) {
    if (!outcome) {
      done(catalog::fail(outcome.error()));
      return;
    }
    const auto& books = std::get<store::Page>(outcome->value).books;
    auto all = in_turns({titles_of(snapshot, command, books),
                         values_of(snapshot, command, Suggestion::Kind::author),
                         values_of(snapshot, command, Suggestion::Kind::subject)},
                        command.limit);
    done(ReadAnswer{std::move(all), std::min(outcome->as_of, snapshot->sequence), outcome->behind});
  };
  if (ids.empty()) {
    answer(store::ReadAnswer{store::Page{}, snapshot->sequence});
    return;
  }
  backend.read(store::GetBooks{std::move(ids)}, std::move(answer));
}

}  // namespace search
