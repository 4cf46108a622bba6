#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "catalog/book_patch.hpp"
#include "catalog/new_book.hpp"

namespace catalog_book_patch_test {
namespace {

using catalog::Book;
using catalog::BookPatch;
using catalog::Field;
using catalog::FieldError;
using catalog::Rule;
using catalog::Version;

base::Instant at(std::int64_t ms) { return base::Instant{std::chrono::milliseconds{ms}}; }

Book current_book() {
  Book book;
  book.id = {7};
  book.version = {3};
  book.created_at = at(1000);
  book.updated_at = at(2000);
  book.fields.edit().title = "Dom Casmurro";
  book.fields.edit().author = "Machado de Assis";
  book.fields.edit().year = 1899;
  book.fields.edit().series = catalog::Series{"Bom Livro", "12"};
  book.fields.edit().extra = R"({"a":1,"b":{"c":2}})";
  return book;
}

std::vector<FieldError> errors_of(const BookPatch& patch) {
  const auto result = catalog::apply(patch, current_book());
  return result ? std::vector<FieldError>{} : result.error().errors;
}

TEST(ApplyPatch, AnEmptyPatchChangesNothing) {
  const auto result = catalog::apply({}, current_book());
  ASSERT_TRUE(result.has_value());
  EXPECT_EQ(*result, current_book().fields);
}

TEST(ApplyPatch, SetsAndRemovesWholeFields) {
  BookPatch patch;
  patch.set = {Field::title, Field::publisher, Field::subjects};
  patch.values.title = "Helena";
  patch.values.publisher = "Ática";
  patch.values.subjects = {"Romance"};
  patch.values.place = "não pedido";
  patch.removed = {Field::author, Field::year, Field::series, Field::extra};
  const auto result = catalog::apply(patch, current_book());
  ASSERT_TRUE(result.has_value());
  catalog::BookFields expected;
  expected.title = "Helena";
  expected.publisher = "Ática";
  expected.subjects = {"Romance"};
  EXPECT_EQ(*result, expected);
}

// The author line of a book after a patch of its contributors alone.
std::optional<std::string> author_after(const std::string& author,
                                        const std::vector<catalog::Contributor>& before,
                                        const std::vector<catalog::Contributor>& after) {
  Book book = current_book();
  book.fields.edit().author = author;
  book.fields.edit().contributors = before;
  BookPatch patch;
  patch.set = {Field::contributors};
  patch.values.contributors = after;
  return catalog::apply(patch, book)->author;
}

TEST(ApplyPatch, AnAuthorLineMadeOfTheContributorsGoesWithThem) {
  EXPECT_EQ(author_after("Ana; Rui", {{"Ana"}, {"Rui"}}, {{"Zé"}}), "Zé");
  EXPECT_EQ(author_after("Ana; Rui", {{"Ana"}, {"Rui", "trl"}}, {{"Zé"}, {"Rui", "trl"}}),
            "Zé; Rui");
  EXPECT_EQ(author_after("Ana", {{"Ana"}, {"Rui", "trl"}}, {{"Zé"}, {"Eva", "trl"}}), "Zé");
  EXPECT_EQ(author_after("Ana", {{"Ana"}, {"Rui", "trl"}}, {{"Eva", "trl"}}), "Ana");
  EXPECT_EQ(author_after("A. Silva", {{"Ana Silva"}}, {{"Zé"}}), "A. Silva");
  EXPECT_EQ(author_after("Ana", {}, {{"Zé"}}), "Ana");
}

TEST(ApplyPatch, AnAuthorThatIsSaidIsTheAuthor) {
  Book book = current_book();
  book.fields.edit().author = "Ana";
  book.fields.edit().contributors = {{"Ana"}};
  BookPatch patch;
  patch.set = {Field::contributors, Field::author};
  patch.values.contributors = {{"Zé"}};
  patch.values.author = "José";
  EXPECT_EQ(catalog::apply(patch, book)->author, "José");
  patch.set = {Field::contributors};
  patch.removed = {Field::author};
  EXPECT_EQ(catalog::apply(patch, book)->author, std::nullopt);
}

TEST(ApplyPatch, MergesTheSeriesMemberByMember) {
  BookPatch patch;
  patch.series_volume = std::optional<std::string>("13");
  EXPECT_EQ(catalog::apply(patch, current_book())->series, (catalog::Series{"Bom Livro", "13"}));
  patch.series_volume = std::optional<std::string>{};
  EXPECT_EQ(catalog::apply(patch, current_book())->series, (catalog::Series{"Bom Livro", ""}));
  patch.series_name = std::optional<std::string>("Vaga-Lume");
  EXPECT_EQ(catalog::apply(patch, current_book())->series, (catalog::Series{"Vaga-Lume", ""}));
}

TEST(ApplyPatch, ASeriesKeepsItsName) {
  BookPatch patch;
  patch.series_name = std::optional<std::string>{};
  EXPECT_EQ(errors_of(patch), (std::vector<FieldError>{{"/serie/nome", Rule::required, {}}}));
  Book without = current_book();
  without.fields.edit().series.reset();
  BookPatch volume_only;
  volume_only.series_volume = std::optional<std::string>("1");
  EXPECT_FALSE(catalog::apply(volume_only, without).has_value());
}

TEST(ApplyPatch, MergesExtraAndKeepsSpellings) {
  BookPatch patch;
  patch.extra_patch = R"({"b":{"d":1.50},"a":null,"e":[null]})";
  EXPECT_EQ(catalog::apply(patch, current_book())->extra, R"({"b":{"c":2,"d":1.50},"e":[null]})");
  Book without = current_book();
  without.fields.edit().extra.clear();
  EXPECT_EQ(catalog::apply(patch, without)->extra, R"({"b":{"d":1.50},"e":[null]})");
}

TEST(ApplyPatch, TheMergedExtraHasItsLimits) {
  Book book = current_book();
  book.fields.edit().extra = R"({"grande":")" + std::string(16'000, 'x') + R"("})";
  BookPatch patch;
  patch.extra_patch = R"({"mais":")" + std::string(500, 'y') + R"("})";
  const auto large = catalog::apply(patch, book);
  ASSERT_FALSE(large.has_value());
  EXPECT_EQ(large.error().errors,
            (std::vector<FieldError>{{"/extra", Rule::too_long, {"16384 bytes"}}}));
  BookPatch deep;
  for (int i = 0; i < 17; ++i) {
    deep.extra_patch = R"({"a":)" + (i == 0 ? std::string("1") : deep.extra_patch) + "}";
  }
  EXPECT_EQ(errors_of(deep), (std::vector<FieldError>{{"/extra", Rule::too_deep, {"16"}}}));
}

TEST(ApplyPatch, ReadOnlyMembersMustEqualTheCurrentOnes) {
  BookPatch same;
  same.id = catalog::BookId{7};
  same.version = Version{3};
  same.created_at = at(1000);
  same.updated_at = at(2000);
  EXPECT_TRUE(catalog::apply(same, current_book()).has_value());
  BookPatch other;
  other.id = catalog::BookId{8};
  other.version = Version{2};
  other.created_at = at(1);
  other.updated_at = at(2);
  EXPECT_EQ(errors_of(other), (std::vector<FieldError>{{"/id", Rule::read_only, {}},
                                                       {"/versao", Rule::read_only, {}},
                                                       {"/criado_em", Rule::read_only, {}},
                                                       {"/atualizado_em", Rule::read_only, {}}}));
}

TEST(RefutedClaims, NameEachClaimThatDiffers) {
  EXPECT_TRUE(catalog::refuted_claims({}, current_book()).empty());
  EXPECT_TRUE(catalog::refuted_claims({Version{3}, at(1000), {}}, current_book()).empty());
  EXPECT_EQ(catalog::refuted_claims({Version{4}, at(1000), at(2001)}, current_book()),
            (std::vector<FieldError>{{"/versao", Rule::read_only, {}},
                                     {"/atualizado_em", Rule::read_only, {}}}));
}

}  // namespace
}  // namespace catalog_book_patch_test
