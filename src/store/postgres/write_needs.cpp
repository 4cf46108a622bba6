#include "store/postgres/write_needs.hpp"

#include <type_traits>
#include <variant>

#include "store/apply_write.hpp"
#include "store/duplicate_key.hpp"

namespace postgres {
namespace {

void need_book(Needs& needs, const catalog::NewBook& book) {
  needs.duplicate_keys.push_back(store::duplicate_key(book.fields));
  const std::vector<catalog::Isbn> isbns = store::isbns_of(book.fields);
  needs.isbns.insert(needs.isbns.end(), isbns.begin(), isbns.end());
}

}  // namespace

void Needs::add(const store::Write& write) {
  add(write.action, write.precondition);
  if (write.idempotency) {
    keys.insert(write.idempotency->key);
  }
}

void Needs::add(const store::WriteGroup& group) {
  for (const store::GroupedWrite& one : group.writes) {
    if (const auto* const action = std::get_if<store::Action>(&one.action)) {
      add(*action, one.precondition);
    }
  }
  if (group.idempotency) {
    keys.insert(group.idempotency->key);
    group_keys.insert(group.idempotency->key);
  }
}

void Needs::add(const store::Action& action, const store::Precondition& precondition) {
  struct Visitor {
    Needs& needs;
    void operator()(const store::Create& create) {
      if (create.book->id) {
        needs.books.insert(*create.book->id);
        ++needs.chosen_ids;
      } else {
        ++needs.given_ids;
      }
      need_book(needs, *create.book);
    }
    void operator()(const store::CreateAt& create) {
      needs.books.insert(create.id);
      ++needs.chosen_ids;
      need_book(needs, *create.book);
    }
    void operator()(const store::Replace& replace) { needs.books.insert(replace.id); }
    void operator()(const store::Alter& alter) { needs.books.insert(alter.id); }
    void operator()(const store::SetCover& set) { needs.books.insert(set.id); }
    void operator()(const store::RemoveCover& remove) { needs.books.insert(remove.id); }
    void operator()(const store::Remove& remove) { needs.books.insert(remove.id); }
    void operator()(const store::Restore& restore) {
      needs.books.insert(restore.id);
      needs.versions.emplace(restore.id, restore.version);
    }
  };
  std::visit(Visitor{*this}, action);
  using catalog::BookId;
  const auto named = [](const auto& one) {
    if constexpr (std::is_same_v<std::decay_t<decltype(one)>, store::Create>) {
      return BookId{};
    } else {
      return one.id;
    }
  };
  const BookId book = std::visit(named, action);
  if (book == BookId{}) {
    sequence = sequence || precondition != store::Precondition{};
    return;
  }
  for (const std::int64_t version : store::bases_tried(precondition)) {
    versions.emplace(book, catalog::Version{version});
  }
}

}  // namespace postgres
