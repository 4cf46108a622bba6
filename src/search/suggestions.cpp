#include "search/suggestions.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.hpp"
#include "catalog/search_query.hpp"
#include "search/query/completions.hpp"

namespace search {
namespace {

using Kind = Suggestion::Kind;

struct Chosen {
  Kind kind;
  Completion completion;
};

// A reader sees each kind that there is, and persons most often.
constexpr std::array turns{Kind::title, Kind::author, Kind::subject, Kind::author, Kind::author,
                           Kind::title, Kind::author, Kind::subject, Kind::author, Kind::author};

// The best of each kind in turn.
std::vector<Chosen> in_turns(Completions all, std::size_t limit) {
  const auto of_kind = [&](Kind kind) -> std::vector<Completion>& {
    return kind == Kind::title ? all.titles : kind == Kind::author ? all.authors : all.subjects;
  };
  std::vector<Chosen> chosen;
  std::array<std::size_t, 3> taken{};
  bool any = true;
  while (any && chosen.size() < limit) {
    any = false;
    for (const Kind kind : turns) {
      std::size_t& next = taken[static_cast<std::size_t>(kind)];
      std::vector<Completion>& from = of_kind(kind);
      if (next < from.size() && chosen.size() < limit) {
        chosen.push_back({kind, std::move(from[next++])});
        any = true;
      }
    }
  }
  return chosen;
}

// The same text with its signs read as signs of a sentence: a search takes "-" before a word for
// "without" and "autor:" for a field.
std::string searchable(const std::string& text) {
  const auto is_plain = [](const std::string& asked) {
    const catalog::SearchQuery query = catalog::parse_search(asked);
    return std::ranges::all_of(query.terms, [](const catalog::SearchTerm& term) {
      return term.field == catalog::SearchField::any &&
             term.demand == catalog::SearchTerm::Demand::present;
    });
  };
  std::string made = text;
  if (made.size() > catalog::search_bytes_max) {
    made = base::clip_bytes(made, catalog::search_bytes_max);
    made.resize(std::min(made.rfind(' '), made.size()));
  }
  if (is_plain(made)) {
    return made;
  }
  std::string apart;
  for (const char c : made) {
    const bool is_begin = apart.empty() || apart.back() == ' ';
    if (c == '-' && is_begin) {
      apart += "\u2013";
    } else {
      apart += c;
      apart += c == ':' ? " " : "";
    }
  }
  return apart;
}

// Titles as their books have them. A book that changed since the snapshot suggests nothing.
Suggestions shown(std::vector<Chosen> chosen, const std::vector<store::BookDocument>& books,
                  const catalog::SearchQuery& typed) {
  Suggestions all;
  for (Chosen& one : chosen) {
    std::string text = std::move(one.completion.text);
    if (one.kind == Kind::title) {
      const auto document = std::ranges::find(books, one.completion.book, &store::BookDocument::id);
      const auto book =
          document == books.end() ? std::nullopt : formats::read_document(document->json);
      if (!book || !is_title_of(book->fields->title, one.completion) ||
          !has_signs_of(book->fields->title, typed)) {
        continue;
      }
      text = book->fields->title;
    }
    all.push_back({one.kind, searchable(text), one.completion.books});
  }
  return all;
}

}  // namespace

void suggest(store::Session& backend, const SnapshotPtr& snapshot, Suggest command, ReadDone done) {
  std::vector<Chosen> chosen =
      in_turns(complete(*snapshot, command.search, command.limit), command.limit);
  std::vector<catalog::BookId> ids;
  for (const Chosen& one : chosen) {
    if (one.kind == Kind::title) {
      ids.push_back(one.completion.book);
    }
  }
  if (ids.empty()) {
    done(ReadAnswer{shown(std::move(chosen), {}, command.search), snapshot->sequence});
    return;
  }
  backend.read(store::GetBooks{std::move(ids)},
               [snapshot, chosen = std::move(chosen), typed = std::move(command.search),
                done = std::move(done)](store::ReadOutcome outcome) mutable {
                 if (!outcome) {
                   done(catalog::fail(outcome.error()));
                   return;
                 }
                 const auto& books = std::get<store::Page>(outcome->value).books;
                 done(ReadAnswer{shown(std::move(chosen), books, typed),
                                 std::min(outcome->as_of, snapshot->sequence), outcome->behind});
               });
}

}  // namespace search
