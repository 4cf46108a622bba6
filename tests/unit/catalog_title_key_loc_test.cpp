// The cataloguers of the Library of Congress wrote beside each title how many characters to skip
// when sorting (245, second indicator): the oracle for the articles that title_key() skips.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/text.hpp"
#include "catalog/listing.hpp"
#include "catalog/sort_key.hpp"
#include "formats/iso2709.hpp"
#include "support/format_reading.hpp"

namespace catalog_title_key_loc_test {
namespace {

std::size_t word_count(std::string_view folded) { return base::words(folded).size(); }

// Words that the record itself says to skip.
std::size_t words_skipped(const formats::Iso2709Record& record) {
  for (const formats::Iso2709Field& field : record.fields()) {
    const char characters = field.indicator(2);
    if (field.tag == 245 && characters >= '0' && characters <= '9') {
      // Articles are ASCII, their characters bytes.
      const auto bytes = static_cast<std::size_t>(characters - '0');
      return word_count(base::fold(field.first('a').substr(0, bytes)));
    }
  }
  return 0;
}

TEST(TitleKey, SkipsWhatTheCataloguersOfRealRecordsSkip) {
  const std::string bytes = support::test_data("loc_por_300.mrc");
  const support::Outcomes books = support::read_whole(formats::Format::marc, bytes);
  formats::Iso2709Reader reader;
  reader.feed(bytes);
  reader.finish();
  std::size_t records = 0;
  std::size_t articles = 0;
  std::size_t agreed = 0;
  for (; reader.next().has_value(); ++records) {
    catalog::BookFields fields = books.at(records).fields.value();
    const std::string key = catalog::title_key(fields);
    const std::size_t skipped = word_count(base::fold(fields.title)) - word_count(key);
    agreed += skipped == words_skipped(reader.record()) ? 1U : 0U;
    articles += skipped;
  }
  EXPECT_EQ(records, 300U);
  EXPECT_GT(articles, 30U);
  EXPECT_GE(agreed * 1000, records * 985) << agreed;
}

}  // namespace
}  // namespace catalog_title_key_loc_test
