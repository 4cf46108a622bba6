// The bytes of refused records: whichever way a file is damaged, the file of its refused records
// has as many refused ones when it is read.
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "formats/format.hpp"
#include "formats/iso2709.hpp"
#include "support/format_reading.hpp"
#include "support/marc_builder.hpp"

namespace formats_refused_bytes_test {
namespace {

using formats::Format;

struct Told {
  std::vector<std::string> refused;
  std::string rejects;
  bool is_whole = true;  // nothing refused is missing
};

Told read(Format format, std::string_view file, std::size_t slice = 1000) {
  const auto reader = formats::make_reader(
      format, {.current_year = support::current_year, .record_bytes = formats::RecordBytes::kept});
  Told told;
  const auto drain = [&] {
    while (auto one = reader->next()) {
      if (!one->book) told.refused.push_back(one->bytes);
    }
  };
  for (std::size_t at = 0; at < file.size(); at += slice) {
    reader->feed(file.substr(at, slice));
    drain();
  }
  reader->finish();
  drain();
  told.rejects = reader->rejects_begin();
  for (const std::string& bytes : told.refused) {
    told.rejects += bytes;
    told.is_whole = told.is_whole && !bytes.empty();
  }
  told.rejects += reader->rejects_end();
  return told;
}

std::string titled(std::string_view title) {
  return support::MarcBuilder()
      .field("100", "1 $aAssis, Machado de.")
      .field("245", "10$a" + std::string(title) + " /$cMachado de Assis.")
      .build();
}

using Bytes = std::vector<std::string>;

TEST(RefusedBytes, OfADamagedMarcRecordReachToItsTerminator) {
  std::string no_leader = titled("Um");
  no_leader.replace(0, 5, "XXXXX");
  std::string no_directory = titled("Dois");
  no_directory[formats::iso2709_leader_bytes + 2] = '\x1E';
  const std::string file = no_leader + titled("Bom") + no_directory + titled("Outro");
  EXPECT_EQ(read(Format::marc, file).refused, (Bytes{no_leader, no_directory}));
  EXPECT_EQ(read(Format::marc, file, 1).refused, (Bytes{no_leader, no_directory}));
  EXPECT_EQ(read(Format::unimarc, no_leader).refused, Bytes{no_leader});
}

TEST(RefusedBytes, OfAMarcRecordCutOffAreWhatIsThereAndEndBeforeTheNext) {
  const std::string cut = titled("Cortado").substr(0, 30);
  EXPECT_EQ(read(Format::marc, titled("Um") + cut).refused, Bytes{cut});
  EXPECT_EQ(read(Format::marc, cut + titled("Um") + cut).refused, (Bytes{cut + "\x1D", cut}));
}

TEST(RefusedBytes, OfAMarcRecordOverTheLimitAreKeptUpToTwiceTheLimit) {
  const std::size_t twice = 2 * formats::iso2709_record_bytes_max;
  const std::string kept = std::string(twice - 1, '7') + "\x1D";
  const std::string lost = "7" + kept;
  for (const std::size_t slice : {std::size_t{4096}, 2 * twice}) {
    EXPECT_EQ(read(Format::marc, kept + lost + kept, slice).refused, (Bytes{kept, "", kept}));
  }
}

TEST(RefusedBytes, OfALineThatWouldBeTakenForAListBeginWithASeparator) {
  const std::string good = R"({"título":"Um","autor":"Eu"})"
                           "\n";
  const Told told = read(Format::ndjson, good + "[1,2]\n{\n");
  EXPECT_EQ(told.refused, (Bytes{"\x1E[1,2]\n", "{\n"}));
  EXPECT_EQ(read(Format::ndjson, told.rejects).refused, told.refused);
  EXPECT_EQ(read(Format::ndjson, "\x1E" + good + "\x1E" + good).refused, Bytes{});
}

TEST(RefusedBytes, OfAnItemOfCslThatDoesNotCloseAreOneLine) {
  const std::string good = R"({"type":"book","title":"Um","author":[{"family":"Eu"}]})"
                           "\n";
  const Told told = read(Format::csl, good + "{\"type\":\n" + "x\n");
  EXPECT_EQ(told.refused, (Bytes{"\x1E{\"type\":\n", "x\n"}));
  EXPECT_EQ(read(Format::csl, told.rejects).refused, told.refused);
  const Told open = read(Format::csl, "[" + good);
  EXPECT_EQ(open.refused.size(), 1U);
  EXPECT_EQ(read(Format::csl, open.rejects).refused.size(), 1U);
}

TEST(RefusedBytes, ThatAreNotUtf8AreRefusedAgain) {
  const Told told = read(Format::csv, "titulo;autor\nAção;Eu\nA\xE7\xE3o;Eu\n");
  EXPECT_EQ(told.refused.size(), 1U);
  EXPECT_EQ(read(Format::csv, told.rejects).refused, told.refused);
}

std::string ten(std::string_view begin, std::string_view record, std::string_view between,
                std::string_view end) {
  std::string file(begin);
  for (int i = 0; i < 10; ++i) {
    file.append(i > 0 ? between : "").append(record);
  }
  return file.append(end);
}

std::string damaged(std::string file, std::size_t from, std::mt19937_64& random) {
  constexpr std::string_view signs("0X9 {}[]\"',;:\n\\@-<>\x1D\x1E\x1F\xE7", 22);
  for (std::size_t i = random() % 12; i < 12; ++i) {
    const std::size_t at = from + random() % (file.size() - from);
    if (random() % 4 == 0) {
      file.erase(at, random() % 8);
    } else {
      file[at] = signs[random() % signs.size()];
    }
    if (file.size() <= from + 8) break;
  }
  return file;
}

struct Case {
  Format format;
  std::string file;
  std::size_t from;  // where damage may begin
};

class RefusedBytesOf : public testing::TestWithParam<Case> {};

TEST_P(RefusedBytesOf, DamageAreAsManyRecordsWhenReadAgain) {
  const Case& of = GetParam();
  std::size_t seen = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    const std::string file = damaged(of.file, of.from, random);
    const Told told = read(of.format, file);
    ASSERT_TRUE(told.is_whole) << seed;
    if (told.refused.empty()) continue;
    ++seen;
    const Told again = read(of.format, told.rejects);
    ASSERT_EQ(again.refused.size(), told.refused.size()) << seed << '\n' << told.rejects;
  }
  EXPECT_GT(seen, 20U);
}

INSTANTIATE_TEST_SUITE_P(
    Formats, RefusedBytesOf,
    testing::Values(
        Case{Format::marc, ten("", titled("Um"), "", ""), 0},
        Case{Format::csl,
             ten("[", R"({"type":"book","title":"Um","author":[{"family":"Eu"}]})", ",\n", "]"), 0},
        Case{Format::ndjson, ten("", R"({"título":"Um","autor":"Eu","tags":["a"]})", "\n", "\n"),
             0},
        Case{Format::ris, ten("", "TY  - BOOK\nTI  - Um\nAU  - Eu\nER  - \n", "", ""), 0},
        Case{Format::bibtex, ten("", "@book{um,\n title = {Um},\n author = {Eu}\n}\n", "", ""), 0}),
    [](const testing::TestParamInfo<Case>& one) {
      return std::string(formats::name_of(one.param.format));
    });

}  // namespace
}  // namespace formats_refused_bytes_test
