#include <gtest/gtest.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "catalog/cursor.hpp"
#include "catalog/listing.hpp"
#include "catalog/sort_key.hpp"

namespace catalog_listing_test {
namespace {

using catalog::Cursor;
using catalog::CursorValue;
using catalog::decode_cursor;
using catalog::Direction;
using catalog::encode_cursor;
using catalog::PageSide;
using catalog::Sort;
using catalog::SortKey;
using Order = std::vector<Sort>;

std::string key_of(std::string title, std::string language) {
  catalog::BookFields fields;
  fields.title = std::move(title);
  fields.language = std::move(language);
  return catalog::title_key(fields);
}

TEST(TitleKey, SkipsALeadingArticleOfTheBooksLanguage) {
  EXPECT_EQ(key_of("O Senhor dos Anéis", "pt-BR"), "senhor dos aneis");
  EXPECT_EQ(key_of("Umas memórias", "pt"), "memorias");
  EXPECT_EQ(key_of("The Hobbit", "en"), "hobbit");
  EXPECT_EQ(key_of("La casa de los espíritus", "es"), "casa de los espiritus");
  EXPECT_EQ(key_of("L'Étranger", "fr"), "etranger");
  EXPECT_EQ(key_of("L’Étranger", "fr-FR"), "etranger");
  EXPECT_EQ(key_of("«L'Étranger»", "pt"), "l etranger");
  EXPECT_EQ(key_of("Les Misérables", "fr"), "miserables");
  EXPECT_EQ(key_of("Il nome della rosa", "it"), "nome della rosa");
  EXPECT_EQ(key_of("Gli indifferenti", "it"), "indifferenti");
  EXPECT_EQ(key_of("L'isola di Arturo", "it"), "isola di arturo");
  EXPECT_EQ(key_of("Der Prozess", "de"), "prozess");
  EXPECT_EQ(key_of("“O Ateneu”", "pt"), "ateneu");
}

TEST(TitleKey, TakesPortugueseArticlesWhenThereIsNoLanguage) {
  EXPECT_EQ(key_of("O Ateneu", ""), "ateneu");
  EXPECT_EQ(key_of("The Hobbit", ""), "the hobbit");
}

TEST(TitleKey, KeepsWordsThatAreNoArticleThere) {
  EXPECT_EQ(key_of("O Pioneers!", "en"), "o pioneers");
  EXPECT_EQ(key_of("The Hobbit", "pt"), "the hobbit");
  EXPECT_EQ(key_of("A", "pt"), "a");
  EXPECT_EQ(key_of("O !", "pt"), "o");
  EXPECT_EQ(key_of("O-K corral", "pt"), "o k corral");
  EXPECT_EQ(key_of("A. B. C. do amor", "pt"), "a b c do amor");
  EXPECT_EQ(key_of("L Amour", "fr"), "l amour");
  EXPECT_EQ(key_of("Das Kapital", "ja"), "das kapital");
  EXPECT_EQ(key_of("Os", "pt"), "os");
  EXPECT_EQ(key_of("Osso", "pt"), "osso");
}

TEST(TitleKey, TakesNoWordWithAnAccentForAnArticle) {
  EXPECT_EQ(key_of("Ás de Espadas", "pt"), "as de espadas");
  EXPECT_EQ(key_of("À Espera", "pt"), "a espera");
  EXPECT_EQ(key_of("Ó Jerusalém", "pt"), "o jerusalem");
  EXPECT_EQ(key_of("Às portas do Sertão", ""), "as portas do sertao");
  EXPECT_EQ(key_of("ÀS PORTAS", "pt-BR"), "as portas");
  EXPECT_EQ(key_of("O\u0300 mar", "pt"), "o mar");
  EXPECT_EQ(key_of("Là où je vais", "fr"), "la ou je vais");
  EXPECT_EQ(key_of("Él y ella", "es"), "el y ella");
  EXPECT_EQ(key_of("Àn tòan", "en"), "an toan");
  EXPECT_EQ(key_of("«O Cortiço»", "pt"), "cortico");
  EXPECT_EQ(key_of("“Os Maias”", "pt"), "maias");
  EXPECT_EQ(key_of("AS PORTAS", "pt"), "portas");
}

TEST(TitleKey, SkipsOneArticleOnly) { EXPECT_EQ(key_of("O a bordo", "pt"), "a bordo"); }

TEST(TitleKey, IsCutAtACodePointBorder) {
  const std::string key = key_of(std::string(199, 'x') + "日本", "en");
  EXPECT_EQ(key, std::string(199, 'x'));
  EXPECT_EQ(key_of(std::string(199, 'x') + " yz", "en"), std::string(199, 'x'));
  EXPECT_LE(key_of(std::string(1000, 'a'), "").size(), catalog::sort_key_bytes_max);
}

TEST(AuthorKey, IsFoldedAndEmptyForTheUnknown) {
  catalog::BookFields fields;
  EXPECT_EQ(catalog::author_key(fields), "");
  fields.author = "Érico Veríssimo";
  EXPECT_EQ(catalog::author_key(fields), "erico verissimo");
}

const Order by_everything{
    {SortKey::title, Direction::ascending},      {SortKey::author, Direction::descending},
    {SortKey::year, Direction::ascending},       {SortKey::created_at, Direction::descending},
    {SortKey::updated_at, Direction::ascending}, {SortKey::id, Direction::ascending}};

TEST(CursorValues, AreTheBooksPlaceInTheOrder) {
  catalog::Book book;
  book.id = {7};
  book.created_at = base::Instant{std::chrono::milliseconds{1000}};
  book.updated_at = base::Instant{std::chrono::milliseconds{2000}};
  book.fields.edit().title = "O Ateneu";
  book.fields.edit().author = "Raul Pompeia";
  const auto values = catalog::cursor_values(book, by_everything);
  EXPECT_EQ(values, (std::vector<CursorValue>{std::string("ateneu"), std::string("raul pompeia"),
                                              catalog::unknown_year_key, std::int64_t{1000},
                                              std::int64_t{2000}, std::int64_t{7}}));
  book.fields.edit().year = -5;
  EXPECT_EQ(catalog::cursor_values(book, {{SortKey::year, Direction::ascending}}),
            std::vector<CursorValue>{std::int64_t{-5}});
}

Cursor random_cursor(std::mt19937_64& engine, const Order& order) {
  std::uniform_int_distribution<std::int64_t> integers(INT64_MIN, INT64_MAX);
  std::uniform_int_distribution<std::size_t> sizes(0, 66);
  Cursor cursor{engine() % 2 == 0 ? PageSide::after : PageSide::before, {}};
  for (const Sort& sort : order) {
    if (sort.key == SortKey::title || sort.key == SortKey::author) {
      std::string text;
      for (std::size_t i = sizes(engine); i > 0; --i) {
        text += engine() % 3 == 0 ? "日" : "a";
      }
      cursor.values.emplace_back(std::move(text));
    } else {
      cursor.values.emplace_back(engine() % 3 == 0 ? integers(engine)
                                                   : static_cast<std::int64_t>(engine() % 99));
    }
  }
  return cursor;
}

Order random_order(std::mt19937_64& engine) {
  Order order;
  for (std::size_t i = 1 + engine() % 6; i > 0; --i) {
    order.push_back({static_cast<SortKey>(engine() % 6), static_cast<Direction>(engine() % 2)});
  }
  return order;
}

TEST(Cursor, ComesBackAsItWentOut) {
  std::mt19937_64 engine(5);
  for (int i = 0; i < 2000; ++i) {
    const Order order = random_order(engine);
    const Cursor cursor = random_cursor(engine, order);
    const std::string text = encode_cursor(cursor, order);
    ASSERT_EQ(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                     "0123456789-_"),
              std::string::npos);
    ASSERT_EQ(decode_cursor(text, order), cursor);
    const Order other = random_order(engine);
    ASSERT_EQ(decode_cursor(text, other).has_value(), other == order);
  }
}

TEST(Cursor, DamageIsRefused) {
  std::mt19937_64 engine(6);
  const Cursor cursor = random_cursor(engine, by_everything);
  const std::string good = encode_cursor(cursor, by_everything);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string changed = good;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_EQ(decode_cursor(changed, by_everything), std::nullopt) << i;
    EXPECT_EQ(decode_cursor(good.substr(0, i), by_everything), std::nullopt) << i;
    EXPECT_EQ(decode_cursor(good + good.substr(0, i + 1), by_everything), std::nullopt) << i;
  }
  for (const std::string bad : {"", "A", "====", "não", "AAAA AAAA", "AAAAAAAAAAAAAAAA"}) {
    EXPECT_EQ(decode_cursor(bad, by_everything), std::nullopt) << bad;
  }
}

TEST(Cursor, RandomTextNeverPasses) {
  std::mt19937_64 engine(8);
  static constexpr std::string_view alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (int i = 0; i < 2000; ++i) {
    std::string text;
    for (std::size_t size = engine() % 60; size > 0; --size) {
      text += alphabet[engine() % alphabet.size()];
    }
    ASSERT_EQ(decode_cursor(text, by_everything), std::nullopt);
  }
}

TEST(Cursor, ForgedTextsAndLengthsAreRefused) {
  const Order order{{SortKey::title, Direction::ascending}};
  const auto forged = [&order](std::string title) {
    return decode_cursor(encode_cursor({PageSide::after, {std::move(title)}}, order), order);
  };
  EXPECT_TRUE(forged("sem fim").has_value());
  EXPECT_TRUE(forged(std::string(200, 'x')).has_value());
  EXPECT_FALSE(forged(std::string(201, 'x')).has_value());
  EXPECT_FALSE(forged("\xFF").has_value());
  EXPECT_FALSE(forged(std::string("a\0b", 3)).has_value());
  EXPECT_FALSE(forged(std::string(3000, 'x')).has_value());
}

}  // namespace
}  // namespace catalog_listing_test
