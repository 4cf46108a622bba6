// Imports as every store keeps them: their rows and files, slices with every policy, undoing.
#include "store/import_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "contract/store_fixture.hpp"

namespace contract {
namespace {

using catalog::BookId;
using catalog::NewBook;
using store::Import;
using store::ImportCounts;
using store::ImportSlice;
using store::ImportState;
using How = store::ImportStore::Added::How;

class KeptImports : public StoreTest {
 protected:
  void SetUp() override {
    StoreTest::SetUp();
    open();
  }
  void TearDown() override {
    imports_.reset();
    StoreTest::TearDown();
  }
  void open() {
    imports_ = store().open_imports();
    imports_->recover(clock().now());
  }
  store::ImportStore& imports() { return *imports_; }

  store::ImportStore::Added add(std::string_view bytes = "{}",
                                std::optional<store::IdempotencyKey> key = std::nullopt) {
    const store::SpoolPlace place = imports().spool_place();
    const auto path = place.folder / ("envio-" + std::to_string(getpid()) + ".parcial");
    std::ofstream(path, std::ios::binary) << bytes;
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    store::NewImport import{
        "formato=ndjson", std::string(64, 'a'), static_cast<std::int64_t>(bytes.size()),
        "Balcão",         std::move(key),       {descriptor, path}};
    const auto added = imports().add(import, clock().now());
    ::close(descriptor);
    std::error_code none;
    std::filesystem::remove(path, none);
    return added;
  }
  Import running() {
    add();
    return *imports().claim(clock().now());
  }
  // The counts behind a slice of these books.
  ImportCounts slice(const Import& import, const std::vector<NewBook>& books,
                     store::ImportPolicy policy = {}) {
    ImportSlice slice{import.id, std::move(policy), {}};
    slice.now = clock().now();
    for (const NewBook& book : books) {
      slice.items.push_back({++record_, 0, book});
      slice.items.back().bytes = book.fields->title + "\n";
      slice.items.back().control = control_;
    }
    slice.bytes_read = record_;
    slice.records_before = imports().find(import.id)->counts.records;
    const auto outcome = imports().carry_out(slice);
    EXPECT_TRUE(outcome.has_value());
    return outcome->counts;
  }
  void undo(store::ImportId id, std::size_t at_once = 100) {
    while (true) {
      const auto outcome = imports().undo(id, at_once, clock().now());
      if (!outcome || outcome->end == store::End::reached) {
        return;
      }
    }
  }
  store::Sequence sequence() {
    const auto changes = client().read(store::ListChanges{{0}, 1000});
    return changes->as_of;
  }

  std::string control_;

 private:
  std::int64_t record_ = 0;
  std::unique_ptr<store::ImportStore> imports_;
};
INSTANTIATE_TEST_SUITE_P(Stores, KeptImports, testing::ValuesIn(stores_under_test()), name_of);

NewBook titled(std::string_view title, std::string_view digits = {}) {
  NewBook made = new_book(title);
  if (!digits.empty()) made.fields.edit().isbn = isbn(digits);
  return made;
}
store::ImportPolicy policy(store::IfKnown if_known,
                           std::vector<store::MatchBy> match = {store::MatchBy::isbn,
                                                                store::MatchBy::title}) {
  return {if_known, std::move(match), store::Simulate::no};
}

TEST_P(KeptImports, AreAddedListedAndRunOneAtATime) {
  const auto first = add("abc");
  ASSERT_EQ(first.how, How::added);
  EXPECT_EQ(first.import.state, ImportState::queued);
  EXPECT_EQ(first.import.actor, "Balcão");
  EXPECT_EQ(first.import.bytes, 3);
  EXPECT_FALSE(first.import.repeats.has_value());
  const auto second = add("abc");
  EXPECT_EQ(second.import.repeats, first.import.id);
  EXPECT_EQ(imports().queued(), 2);
  const auto listed = imports().list(1'000'000, 10);
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(listed[0].id, second.import.id);
  EXPECT_EQ(imports().list(second.import.id, 10).size(), 1U);

  const auto claimed = imports().claim(clock().now());
  ASSERT_TRUE(claimed.has_value());
  EXPECT_EQ(claimed->id, first.import.id);
  EXPECT_EQ(claimed->state, ImportState::running);
  EXPECT_EQ(claimed->started_at, clock().now());
  EXPECT_FALSE(imports().claim(clock().now()).has_value());
  imports().finish(claimed->id, {}, clock().now());
  EXPECT_EQ(imports().find(claimed->id)->state, ImportState::done);
  EXPECT_EQ(imports().claim(clock().now())->id, second.import.id);
  EXPECT_FALSE(imports().find(77).has_value());
}

TEST_P(KeptImports, TheirFilesAreReadInPiecesAndGoWhenTheyAreDone) {
  std::string bytes(3'000'000, 'x');
  for (std::size_t i = 0; i < bytes.size(); i += 1000) bytes[i] = static_cast<char>('a' + i % 26);
  add(bytes);
  const Import import = *imports().claim(clock().now());
  std::string read;
  while (true) {
    const std::string piece =
        imports().read_file(import.id, static_cast<std::int64_t>(read.size()), 700'000);
    if (piece.empty()) break;
    read += piece;
  }
  EXPECT_TRUE(read == bytes);
  imports().finish(import.id, {}, clock().now());
  EXPECT_EQ(imports().read_file(import.id, 0, 10), "");
}

TEST_P(KeptImports, ASliceKeepsBooksAndCountsTogether) {
  const Import import = running();
  ImportSlice one{import.id, {}, {}};
  one.now = clock().now();
  one.encoding = "utf-8";
  one.refused_begin = "head\n";
  one.bytes_read = 40;
  one.items.push_back({1, 1, new_book("Um")});
  one.items.push_back({2, 2,
                       catalog::fail(catalog::problem::invalid_book(
                           {{"/ano", catalog::Rule::wrong_type, {"integer"}, "s.d."}}))});
  one.items.back().faults = store::faults_of(one.items.back().book.error(), {2, 2, "x;s.d."});
  one.items.back().bytes = "x;s.d.\n";
  const std::vector<store::ImportWarning> warnings{
      {2, 2, "Ano", "s.d.", "não é um ano", "is no year"}, {2, 2, "", "", "por quê", "why"}};
  one.items.back().warnings = warnings;
  NewBook taken = new_book("Dois");
  taken.id = BookId{1};
  one.items.push_back({3, 3, taken});
  one.items.back().bytes = "third\n";
  const auto outcome = imports().carry_out(one);
  ASSERT_TRUE(outcome.has_value());
  EXPECT_EQ(outcome->counts, (ImportCounts{40, 3, 1, 0, 0, 2, 2}));
  const Import kept = *imports().find(import.id);
  EXPECT_EQ(kept.counts, outcome->counts);
  EXPECT_EQ(kept.encoding, "utf-8");
  EXPECT_EQ(kept.codes, (std::vector<store::CodeCount>{{"tipo-invalido", 1}, {"id-em-uso", 1}}));
  const auto faults = imports().faults(import.id);
  ASSERT_EQ(faults.size(), 2U);
  EXPECT_EQ(faults[0].pointer, "/ano");
  EXPECT_EQ(faults[0].value, "s.d.");
  EXPECT_EQ(faults[0].excerpt, "x;s.d.");
  EXPECT_EQ(faults[1].record, 3);
  EXPECT_EQ(faults[1].arguments, std::vector<std::string>{"1"});
  EXPECT_EQ(imports().warnings(import.id), warnings);
  std::int64_t part = 0;
  EXPECT_EQ(imports().refused(import.id, part, 1000), "head\nx;s.d.\nthird\n");
  EXPECT_EQ(imports().refused(import.id, part, 1000), "");
  EXPECT_EQ(living().size(), 1U);
  EXPECT_EQ(history({1})[0].actor, "importacao " + std::to_string(import.id));
}

TEST_P(KeptImports, TheFirstThousandReasonsAreKept) {
  const Import import = running();
  ImportSlice slice{import.id, {}, {}};
  for (std::int64_t n = 1; n <= 700; ++n) {
    slice.items.push_back(
        {n, n, catalog::fail(catalog::problem::of(catalog::ProblemCode::malformed_json))});
    slice.items.back().faults = store::faults_of(slice.items.back().book.error(), {n, n, "x"});
  }
  imports().carry_out(slice);
  // The same once more comes too late.
  EXPECT_FALSE(imports().carry_out(slice).has_value());
  slice.records_before = 700;
  imports().carry_out(slice);
  EXPECT_EQ(imports().faults(import.id).size(), 1000U);
  EXPECT_EQ(imports().find(import.id)->codes[0].count, 1400);

  store::ImportFault of_the_file;
  of_the_file.code = "arquivo-invalido";
  imports().finish(import.id, {ImportState::failed, {of_the_file}}, clock().now());
  const auto faults = imports().faults(import.id);
  EXPECT_EQ(faults.size(), 1000U);
  EXPECT_EQ(faults.front().code, "arquivo-invalido") << "why the whole file failed comes first";
}

TEST_P(KeptImports, TheFirstThousandWarningsAreKept) {
  const Import import = running();
  ImportSlice slice{import.id, {}, {}};
  for (std::int64_t n = 1; n <= 400; ++n) {
    slice.items.push_back({n, n, new_book("Um")});
    slice.items.back().warnings.assign(2, {n, n, "Ano", std::to_string(n), "por quê", "why"});
  }
  imports().carry_out(slice);
  EXPECT_EQ(imports().warnings(import.id).size(), 800U);
  slice.records_before = 400;
  slice.items.back().more_warnings = 3;
  EXPECT_EQ(imports().carry_out(slice)->counts.warnings, 1603);
  const auto warnings = imports().warnings(import.id);
  ASSERT_EQ(warnings.size(), 1000U);
  EXPECT_EQ(warnings[799].value, "400");
  EXPECT_EQ(warnings.back().value, "100") << "of the second slice";
  imports().finish(import.id, {}, clock().now());
  EXPECT_EQ(imports().warnings(add().import.id).size(), 0U);
}

TEST_P(KeptImports, EveryPolicyIsObeyed) {
  const Import import = running();
  NewBook first = titled("Um", "9788535902778");
  first.fields.edit().publisher = "Ática";
  slice(import, {first});
  NewBook newer = titled("Um outro título", "9788535902778");
  newer.fields.edit().pages = 120;
  EXPECT_EQ(slice(import, {newer}, policy(store::IfKnown::skip)).ignored, 1);
  EXPECT_EQ(slice(import, {newer, newer}, policy(store::IfKnown::update)).updated, 1);
  EXPECT_EQ(get({1}).fields->publisher, "Ática");
  EXPECT_EQ(get({1}).fields->title, "Um outro título");
  EXPECT_EQ(slice(import, {newer}, policy(store::IfKnown::replace)).updated, 2);
  EXPECT_EQ(get({1}).fields->publisher, "");
  EXPECT_EQ(get({1}).version.value, 3);
  const ImportCounts counts = slice(import, {newer}, policy(store::IfKnown::create));
  EXPECT_EQ(counts.created, 2);
  EXPECT_EQ(counts.records, 6);
  EXPECT_EQ(counts.created + counts.updated + counts.ignored + counts.refused, counts.records);
  EXPECT_EQ(slice(import, {newer}, policy(store::IfKnown::update)).refused, 1);
}

TEST_P(KeptImports, WhatABookIsKnownByIsTriedInTurn) {
  const Import import = running();
  slice(import, {titled("Um", "9788535902778"), titled("Dois")});
  const auto by = [&](store::MatchBy what, const NewBook& book) {
    const std::int64_t before = imports().find(import.id)->counts.ignored;
    return slice(import, {book}, policy(store::IfKnown::skip, {what})).ignored - before;
  };
  NewBook with_id = titled("Três");
  with_id.id = BookId{2};
  EXPECT_EQ(by(store::MatchBy::id, with_id), 1);
  EXPECT_EQ(by(store::MatchBy::title, with_id), 0);  // refused: the id is taken
  EXPECT_EQ(by(store::MatchBy::title, titled("Dois")), 1);
  EXPECT_EQ(by(store::MatchBy::isbn, titled("Quatro", "9788535902778")), 1);
  NewBook both = titled("Dois", "9788535902778");
  slice(import, {both},
        policy(store::IfKnown::update, {store::MatchBy::isbn, store::MatchBy::title}));
  EXPECT_EQ(get({1}).fields->title, "Dois");
  EXPECT_EQ(by(store::MatchBy::title, titled("Cinco", "9788535902778")), 0);
}

TEST_P(KeptImports, ABookIsKnownByTheControlNumberThatAnImportBrought) {
  const Import import = running();
  control_ = "DLC 123";
  NewBook book = titled("Um");
  book.fields.edit().identifiers.push_back(
      {catalog::IdentifierType::other, store::control_value(control_)});
  const auto by_control = policy(store::IfKnown::update, {store::MatchBy::control});
  EXPECT_EQ(slice(import, {book}, by_control).created, 1);
  book.fields.edit().title = "Um, corrigido";
  EXPECT_EQ(slice(import, {book, book}, by_control).updated, 1);
  EXPECT_EQ(get({1}).fields->title, "Um, corrigido");
  // Nobody is known by a number that the book has lost.
  done(store::Replace{{1}, titled("Sem número")});
  EXPECT_EQ(slice(import, {book}, by_control).created, 2);
}

TEST_P(KeptImports, WhatIsOnlySimulatedLeavesNothingBehind) {
  created(fields("Um"));
  const auto before = living();
  const store::Sequence sequence_before = sequence();
  const Import import = running();
  store::ImportPolicy tried = policy(store::IfKnown::update);
  tried.simulate = store::Simulate::yes;
  NewBook changed = titled("Um");
  changed.fields.edit().pages = 7;
  EXPECT_EQ(slice(import, {changed, titled("Dois")}, tried), (ImportCounts{2, 2, 1, 1, 0, 0, 0}));
  EXPECT_EQ(slice(import, {changed, titled("Dois")}, tried), (ImportCounts{4, 4, 1, 1, 2, 0, 0}));
  EXPECT_EQ(living(), before);
  EXPECT_EQ(sequence(), sequence_before);
  const std::string sample = imports().find(import.id)->sample;
  EXPECT_EQ(std::ranges::count(sample, '\n'), 2);
  EXPECT_TRUE(sample.starts_with(R"({"id":1,"versao":2)")) << sample;
  EXPECT_NE(sample.find("{\"versao\":1,\"título\":\"Dois\""), std::string::npos) << sample;
  imports().finish(import.id, {}, clock().now());
  EXPECT_EQ(created(fields("Três")).id.value, 2);
}

TEST_P(KeptImports, UndoingTouchesNothingThatOthersChangedSince) {
  const catalog::Book old = created(fields("Antigo"));
  const Import import = running();
  NewBook newer = titled("Antigo");
  newer.fields.edit().pages = 9;
  slice(import, {newer, titled("A"), titled("B"), titled("C")}, policy(store::IfKnown::update));
  NewBook again = titled("A");
  again.fields.edit().pages = 3;
  slice(import, {again}, policy(store::IfKnown::update));
  EXPECT_FALSE(imports().undo(import.id, 100, clock().now()).has_value());
  imports().finish(import.id, {}, clock().now());
  done(store::Alter{{3}, with_year(1999)});
  done(store::Remove{{4}});
  EXPECT_EQ(imports().undo(import.id, 1, clock().now())->end, store::End::more);
  EXPECT_EQ(imports().resume(import.id), store::ImportStore::Resumed::wrong_state);
  undo(import.id, 1);
  const Import undone = *imports().find(import.id);
  EXPECT_EQ(undone.state, ImportState::undone);
  EXPECT_EQ(undone.undo, (store::UndoCounts{1, 1, 2}));
  EXPECT_EQ(undone.undone_at, clock().now());
  const auto kept = imports().kept(import.id);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].id.value, 3);
  EXPECT_EQ(kept[0].why, store::KeptBook::Why::changed);
  EXPECT_EQ(kept[1].why, store::KeptBook::Why::deleted);
  const auto books = living();
  ASSERT_EQ(ids_of(books), (std::vector<std::int64_t>{1, 3}));
  EXPECT_EQ(books[0].fields, old.fields);
  EXPECT_EQ(books[0].version.value, 3);
  EXPECT_EQ(history({1}).back().actor, "importacao " + std::to_string(import.id));
  EXPECT_FALSE(imports().undo(import.id, 1, clock().now()).has_value());
}

TEST_P(KeptImports, ACancelledOneTakesNoFurtherSliceAndGoesOnWhenResumed) {
  Import import = running();
  slice(import, {titled("Um")});
  EXPECT_TRUE(imports().cancel(import.id, clock().now()));
  EXPECT_FALSE(imports().cancel(import.id, clock().now()));
  EXPECT_EQ(imports().find(import.id)->state, ImportState::interrupted);
  ImportSlice late{import.id, {}, {}};
  late.items.push_back({2, 0, titled("Dois")});
  late.records_before = 1;
  EXPECT_FALSE(imports().carry_out(late).has_value());
  imports().finish(import.id, {}, clock().now());
  EXPECT_EQ(imports().find(import.id)->state, ImportState::interrupted);
  EXPECT_EQ(living().size(), 1U);
  EXPECT_EQ(imports().resume(import.id), store::ImportStore::Resumed::yes);
  EXPECT_EQ(imports().resume(import.id), store::ImportStore::Resumed::wrong_state);
  import = *imports().claim(clock().now());
  EXPECT_EQ(import.counts.records, 1);
  EXPECT_TRUE(imports().carry_out(late).has_value());
}

TEST_P(KeptImports, AnIdempotencyKeyIsAnsweredWithTheImportThatItMade) {
  const auto first = add("abc", idempotency_key("k"));
  const auto again = add("abc", idempotency_key("k"));
  EXPECT_EQ(again.how, How::replayed);
  EXPECT_EQ(again.import.id, first.import.id);
  EXPECT_EQ(add("abd", idempotency_key("k", 2)).how, How::mismatch);
  EXPECT_EQ(imports().queued(), 1);
  clock().advance(store::idempotency_lifetime);
  EXPECT_EQ(add("abc", idempotency_key("k")).how, How::added);
}

TEST_P(KeptImports, TwentyWaitAndNoMore) {
  for (std::int64_t n = 0; n < store::imports_queued_max; ++n) ASSERT_EQ(add().how, How::added);
  EXPECT_EQ(add().how, How::queue_full);
  EXPECT_EQ(imports().queued(), store::imports_queued_max);
  const Import one = *imports().claim(clock().now());
  EXPECT_EQ(add().how, How::added);
  imports().cancel(one.id, clock().now());
  EXPECT_EQ(imports().resume(one.id), store::ImportStore::Resumed::queue_full);
}

}  // namespace
}  // namespace contract
