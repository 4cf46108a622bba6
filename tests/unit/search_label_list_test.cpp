// Every label in use, in order, whichever segments and parts its books are in.
#include <gtest/gtest.h>

#include "catalog/label_words.hpp"
#include "search/query/label_list.hpp"
#include "unit/search_index_fixture.hpp"

namespace search_label_list_test {
namespace {

using namespace search_index_fixture;  // NOLINT(google-build-using-namespace)
using search::Label, search::Labels, search::ListLabels, search::list_labels;

Book labelled(std::int64_t id, std::vector<std::string> labels) {
  Book made = book(id, "Livro");
  made.fields.edit().tags = std::move(labels);
  return made;
}

// The labels as they are written, gathered over parts of so many documents.
std::vector<std::string> listed(const Index& index, std::size_t part, std::size_t limit,
                                const std::string& after = {}) {
  ListLabels command{after, limit, {}, {}};
  Labels labels;
  for (bool more = true; more;) {
    labels = list_labels(*index.snapshot(), std::move(command), part);
    more = labels.next.has_value();
    command = {after, limit, labels.next.value_or(BookId{}),
               more ? labels.labels : std::vector<Label>{}};
  }
  std::vector<std::string> texts;
  for (const Label& label : labels.labels) {
    texts.push_back(label.text);
  }
  return texts;
}

TEST(LabelList, HoldsEachLabelOnceInOrderOfItsWords) {
  Index index;
  index.apply({std::vector{labelled(1, {"Mar", "rio", "!"}), labelled(2, {}),
                           labelled(5, {"ficção científica", "Ilha"})},
               {},
               {1}});
  index.apply({std::vector{labelled(3, {"mar", "Ficção-Científica"}), labelled(4, {"Ar"}),
                           labelled(6, {"só daqui"})},
               {},
               {2}});
  index.apply({std::vector{labelled(1, {"Mar"})}, std::vector<BookId>{{6}}, {3}});
  const std::vector<std::string> all{"Ar", "Ficção-Científica", "Ilha", "Mar"};
  for (const std::size_t part : {1U, 2U, 3U, 100U}) {
    EXPECT_EQ(listed(index, part, 100), all) << part;
    EXPECT_EQ(listed(index, part, 2), (std::vector<std::string>{all[0], all[1]})) << part;
    EXPECT_EQ(listed(index, part, 2, "ficcao cientifica"),
              (std::vector<std::string>{all[2], all[3]}))
        << part;
    EXPECT_EQ(listed(index, part, 2, "mar"), std::vector<std::string>{}) << part;
  }
}

TEST(LabelList, LeavesOutLabelsWithoutWordsAndTellsSignsApart) {
  const Index index = index_of({labelled(1, {"-", "zeta"}), labelled(2, {"♥", "C", "C#"}),
                                labelled(3, {"c++"}), labelled(4, {"+", "C++", "日本"})});
  EXPECT_EQ(listed(index, 2, 100), (std::vector<std::string>{"C", "C#", "C++", "zeta", "日本"}));
  EXPECT_EQ(listed(index, 2, 1, "c"), (std::vector<std::string>{"C#"}));
}

TEST(LabelList, NamesWhatAFilterForAWholeLabelFinds) {
  const Index index =
      index_of({labelled(1, {"C"}), labelled(2, {"C avançado"}), labelled(3, {"avançado", "C"}),
                labelled(4, {"C++"}), labelled(5, {"Mar", "C avançado", "Ilha"}),
                labelled(6, {"avançado C"}), labelled(7, {"日 本"}), labelled(8, {"日本"})});
  const auto with_label = [&](std::string_view label) {
    catalog::Listing listing;
    listing.order = {{catalog::SortKey::id, {}}};
    listing.limit = 100;
    listing.filter.texts = {
        {catalog::TextField::tag, catalog::label_words(label), catalog::TextFilter::Of::value}};
    return found(index, listing);
  };
  using Ids = std::vector<std::int64_t>;
  EXPECT_EQ(with_label("c"), (Ids{1, 3}));
  EXPECT_EQ(with_label("C avancado"), (Ids{2, 5}));
  EXPECT_EQ(with_label("avançado"), (Ids{3}));
  EXPECT_EQ(with_label("c++"), (Ids{4}));
  EXPECT_EQ(with_label("日本"), (Ids{7, 8}));
  EXPECT_EQ(with_label("mar ilha"), (Ids{}));
}

TEST(LabelList, OfAnEmptyCatalogueIsEmpty) {
  EXPECT_EQ(listed(Index{}, 10, 10), std::vector<std::string>{});
}

}  // namespace
}  // namespace search_label_list_test
