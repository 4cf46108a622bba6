// What POST /importacoes takes, and the pace of its slices.
#include <gtest/gtest.h>

#include <map>

#include "imports/parameters.hpp"
#include "imports/slice_pace.hpp"

namespace {
namespace imports_parameters_test {

using imports::Parameters;
using store::IfKnown;
using store::MatchBy;
using Said = std::map<std::string, std::string>;

catalog::Result<Parameters> read(const Said& said) {
  return imports::read_parameters([&](std::string_view name) -> std::optional<std::string_view> {
    const auto found = said.find(std::string(name));
    return found == said.end() ? std::nullopt : std::optional<std::string_view>(found->second);
  });
}

TEST(ImportParameters, HaveDefaults) {
  const auto parameters = read({});
  ASSERT_TRUE(parameters);
  EXPECT_FALSE(parameters->format);
  EXPECT_EQ(parameters->policy.if_known, IfKnown::create);
  EXPECT_EQ(parameters->policy.match, (std::vector{MatchBy::isbn, MatchBy::title}));
  EXPECT_EQ(parameters->policy.simulate, store::Simulate::no);
}

TEST(ImportParameters, AreTheSameWhenTheyWereKept) {
  auto parameters = read({{"duplicados", "substituir"},
                          {"casar", "controle, id,controle"},
                          {"simular", "1"},
                          {"codificacao", "CP850"},
                          {"separador", "tab"},
                          {"mapa", R"({"Obra":"título","Quem":"autores;","Sala":null})"},
                          {"etiqueta", " doação "},
                          {"perfil", "calibre"}});
  ASSERT_TRUE(parameters);
  imports::set_format(*parameters, formats::Format::csv);
  const auto kept = imports::unpack(imports::pack(*parameters));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->format, formats::Format::csv);
  EXPECT_EQ(kept->policy.if_known, IfKnown::replace);
  EXPECT_EQ(kept->policy.match, (std::vector{MatchBy::control, MatchBy::id}));
  EXPECT_EQ(kept->policy.simulate, store::Simulate::yes);
  EXPECT_EQ(kept->encoding, formats::Encoding::cp850);
  EXPECT_EQ(kept->separator, '\t');
  EXPECT_EQ(kept->tag, "doação");
  EXPECT_EQ(kept->profile, formats::CsvProfile::calibre);
  ASSERT_EQ(kept->columns.size(), 3U);
  EXPECT_EQ(kept->columns[1].target, "autores;");
  EXPECT_EQ(kept->columns[2].target, "");
}

TEST(ImportParameters, ABadOneIsRefusedByName) {
  for (const auto& [name, value] :
       {std::pair{"formato", "xlsx"}, std::pair{"formato", "json"}, std::pair{"simular", "sim"},
        std::pair{"duplicados", "apagar"}, std::pair{"casar", ""}, std::pair{"casar", "isbn,"},
        std::pair{"codificacao", "ebcdic"}, std::pair{"separador", "x"}, std::pair{"mapa", "[]"},
        std::pair{"mapa", R"({"a":"nada"})"}, std::pair{"mapa", R"({"a":1})"},
        std::pair{"mapa", R"({"a":"autor,b=cdd"})"}, std::pair{"perfil", "excel"},
        std::pair{"etiqueta", " "}, std::pair{"etiqueta", "a\x01"}}) {
    const auto parameters = read({{name, value}});
    ASSERT_FALSE(parameters) << name << "=" << value;
    EXPECT_EQ(parameters.error().code, catalog::ProblemCode::bad_parameter);
    EXPECT_EQ(parameters.error().arguments[0], name);
  }
  EXPECT_FALSE(read({{"mapa", "{\"" + std::string(imports::map_bytes_max, 'a') + "\":null}"}}));
  EXPECT_FALSE(read({{"etiqueta", std::string(201, 'a')}}));
}

using std::chrono::microseconds;
using std::chrono::milliseconds;

store::WriterTime slice_of(const imports::SlicePace& pace, microseconds fixed, bool others_wait) {
  return {fixed + static_cast<std::int64_t>(pace.records()) * microseconds(40), others_wait};
}

TEST(SlicePace, GrowsWhereNobodyWaits) {
  imports::SlicePace pace;
  const auto now = imports::SlicePace::Clock::now();
  for (int i = 0; i < 10; ++i) {
    pace.note(slice_of(pace, milliseconds(1), false), now);
  }
  EXPECT_EQ(pace.records(), store::slice_records_max);
  EXPECT_EQ(pace.next_at(), now);
}

TEST(SlicePace, LeavesHalfOfTheTimeToOthersForAsLongAsTheyAreRemembered) {
  imports::SlicePace pace;
  const auto now = imports::SlicePace::Clock::now();
  pace.note({milliseconds(40), true}, now);
  EXPECT_EQ(pace.next_at(), now + milliseconds(40));
  const auto soon = now + milliseconds(100);
  pace.note({milliseconds(40), false}, soon);
  EXPECT_EQ(pace.next_at(), soon + milliseconds(40));
  const auto later = now + milliseconds(600);
  const std::size_t before = pace.records();
  pace.note({milliseconds(40), false}, later);
  EXPECT_EQ(pace.records(), 2 * before);
  EXPECT_EQ(pace.next_at(), later);
}

TEST(SlicePace, TakesMillisecondsBesideOthersHoweverLongACommitTakes) {
  for (const microseconds fixed : {microseconds(300), microseconds(100'000)}) {
    imports::SlicePace pace;
    const auto now = imports::SlicePace::Clock::now();
    for (int i = 0; i < 10; ++i) {
      pace.note(slice_of(pace, fixed, false), now);
    }
    for (int i = 0; i < 50; ++i) {
      pace.note(slice_of(pace, fixed, true), now);
    }
    const auto of_records = slice_of(pace, microseconds(0), true).took;
    EXPECT_GE(of_records, milliseconds(4));
    EXPECT_LE(of_records, milliseconds(10));
  }
}

TEST(SlicePace, IsShortWhereRecordsAreDear) {
  imports::SlicePace pace;
  const auto now = imports::SlicePace::Clock::now();
  pace.note({milliseconds(1), true}, now);
  for (int i = 0; i < 20; ++i) {
    pace.note({milliseconds(500), true}, now);
  }
  EXPECT_EQ(pace.records(), imports::SlicePace::records_min);
}

}  // namespace imports_parameters_test
}  // namespace
