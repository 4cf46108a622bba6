#include <gtest/gtest.h>

#include "catalog/isbn_ranges.hpp"

namespace catalog_isbn_ranges_test {
namespace {

using catalog::Isbn;
using catalog::IsbnGroup;
using catalog::IsbnRanges;

const IsbnRanges& ours() {
  static const IsbnRanges ranges = *IsbnRanges::parse(catalog::default_isbn_ranges());
  return ranges;
}

std::string hyphenated(const IsbnRanges& ranges, std::string_view text) {
  const auto isbn = Isbn::parse(text);
  EXPECT_TRUE(isbn.has_value()) << text;
  const auto forms = isbn ? ranges.hyphenate(*isbn) : std::nullopt;
  return forms ? forms->isbn13 + ' ' + forms->isbn10.value_or("-") : "";
}

std::string refusal(std::string_view text) {
  auto ranges = IsbnRanges::parse(text);
  return ranges ? "" : ranges.error().in(catalog::Language::portuguese);
}

// A range message with the same facts as `ranges`, as the agency writes it.
std::string message_of(const IsbnRanges& ranges) {
  std::string xml =
      "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
      "<!DOCTYPE ISBNRangeMessage [ <!ELEMENT Prefix (#PCDATA)> ]>\n<ISBNRangeMessage>\n"
      "  <MessageDate>Sun, 4 Jan 2026 16:49:25 GMT</MessageDate>\n"
      "  <EAN.UCCPrefixes><EAN.UCC><Prefix>978</Prefix><Rules>\n"
      "    <Rule><Range>0000000-5999999</Range><Length>1</Length></Rule>\n"
      "  </Rules></EAN.UCC></EAN.UCCPrefixes>\n  <RegistrationGroups>\n";
  const auto seven = [](std::uint32_t number) {
    const std::string digits = std::to_string(number);
    return std::string(7 - digits.size(), '0') + digits;
  };
  for (const IsbnGroup& group : ranges.groups()) {
    xml += "<Group>\n<Prefix>" + group.prefix + "</Prefix>\n<Agency>" + group.agency +
           "</Agency>\n<Rules>\n";
    for (const auto& range : group.ranges) {
      xml += "<Rule><Range>" + seven(range.first) + '-' + seven(range.last) + "</Range><Length>" +
             std::to_string(range.length) + "</Length></Rule>\n";
    }
    xml += "</Rules>\n</Group>\n";
  }
  return xml + "  </RegistrationGroups>\n</ISBNRangeMessage>\n";
}

TEST(IsbnRanges, OfThisBuildAreDatedAndCoverTheWorld) {
  EXPECT_EQ(ours().date().size(), 10U);
  EXPECT_GE(ours().date(), "2026-01-04");
  EXPECT_GE(ours().groups().size(), 283U);
}

struct Hyphens {
  std::string text;
  std::string forms;
  std::string agency;
};

TEST(IsbnRanges, TellWhereThePartsEnd) {
  for (const auto& [text, forms, agency] : {
           Hyphens{"9788535914849", "978-85-359-1484-9 85-359-1484-6", "Brazil"},
           Hyphens{"9788574190235", "978-85-7419-023-5 85-7419-023-3", "Brazil"},
           Hyphens{"9789722323895", "978-972-23-2389-5 972-23-2389-X", "Portugal"},
           Hyphens{"9789895550005", "978-989-555-000-5 989-555-000-6", "Portugal"},
           Hyphens{"0306406152", "978-0-306-40615-7 0-306-40615-2", "English language"},
           Hyphens{"9791090636071", "979-10-90636-07-1 -", "France"},
           Hyphens{"9791254670002", "979-12-5467-000-2 -", "Italy"},
           Hyphens{"9798602451238", "979-8-6024-5123-8 -", "United States"},
           Hyphens{"9789990400014", "978-99904-0-001-4 99904-0-001-6", "Curaçao"},
       }) {
    EXPECT_EQ(hyphenated(ours(), text), forms) << text;
    const auto* const group = ours().group_of(*Isbn::parse(text));
    EXPECT_EQ(group == nullptr ? "" : group->agency, agency) << text;
  }
}

TEST(IsbnRanges, ANumberOfNobodyHasNeitherGroupNorHyphens) {
  const auto isbn = Isbn::parse("9799900000005");
  ASSERT_TRUE(isbn.has_value());
  EXPECT_EQ(ours().group_of(*isbn), nullptr);
  EXPECT_EQ(ours().hyphenate(*isbn), std::nullopt);
}

TEST(IsbnRanges, ARegistrantNobodyMayHaveYetKeepsItsGroupWithoutHyphens) {
  const auto ranges = IsbnRanges::parse("date 2026-01-31\n978-85 Brasil\n 00-19\n");
  ASSERT_TRUE(ranges.has_value());
  const auto isbn = Isbn::parse("9788535914849");
  EXPECT_EQ(ranges->group_of(*isbn)->agency, "Brasil");
  EXPECT_EQ(ranges->hyphenate(*isbn), std::nullopt);
}

TEST(IsbnRanges, ReadTheirOwnFormInAnyOrderOfGroups) {
  const auto ranges = IsbnRanges::parse(
      "\xEF\xBB\xBF# comentário\r\ndate 2026-01-31\r\n\r\n979-8 United States\r\n 200-229\r\n"
      "978-85 Brasil\r\n 00-19 200-454\r\n 455000-455299\r\n978-1 English language\r\n");
  ASSERT_TRUE(ranges.has_value());
  EXPECT_EQ(ranges->date(), "2026-01-31");
  ASSERT_EQ(ranges->groups().size(), 3U);
  EXPECT_EQ(ranges->groups()[0].prefix, "978-1");
  EXPECT_EQ(ranges->groups()[1].ranges.size(), 3U);
  EXPECT_EQ(hyphenated(*ranges, "9788535914849"), "978-85-359-1484-9 85-359-1484-6");
}

TEST(IsbnRanges, ReadTheAgencysMessageAsTheSameFacts) {
  const auto read = IsbnRanges::parse(message_of(ours()));
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->date(), "2026-01-04");
  ASSERT_EQ(read->groups().size(), ours().groups().size());
  for (std::size_t i = 0; i < read->groups().size(); ++i) {
    EXPECT_EQ(read->groups()[i].prefix, ours().groups()[i].prefix);
    EXPECT_EQ(read->groups()[i].agency, ours().groups()[i].agency);
    EXPECT_EQ(read->groups()[i].ranges.size(), ours().groups()[i].ranges.size());
  }
  EXPECT_EQ(hyphenated(*read, "9788535914849"), "978-85-359-1484-9 85-359-1484-6");
}

TEST(IsbnRanges, AMessageMayHaveEntitiesCommentsAndRangesThatNobodyMayUse) {
  const auto read = IsbnRanges::parse(
      "<ISBNRangeMessage><MessageDate>Tue, 14 Oct 2025 01:02:03 GMT</MessageDate>"
      "<RegistrationGroups><!-- <Group> --><Group><Prefix>978-612</Prefix>"
      "<Agency>Korea, P.R. &amp; d&apos;Ivoire</Agency><Rules>"
      "<Rule><Range>0000000-2999999</Range><Length>2</Length></Rule>"
      "<Rule><Range>3000000-9999999</Range><Length>0</Length></Rule>"
      "</Rules></Group></RegistrationGroups></ISBNRangeMessage>");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->date(), "2025-10-14");
  EXPECT_EQ(read->groups().front().agency, "Korea, P.R. & d'Ivoire");
  EXPECT_EQ(read->groups().front().ranges.size(), 1U);
}

struct Damage {
  std::string text;
  std::string said;
};

TEST(IsbnRanges, ADamagedTableIsRefusedSayingWhere) {
  const std::string date = "date 2026-01-31\n";
  for (const auto& [text, said] : {
           Damage{"", "sem data: "},
           Damage{"978-85 Brazil\n 00-19\n", "sem data: "},
           Damage{date, "sem grupos: 2026-01-31"},
           Damage{"date ontem\n", "linha 1: date ontem"},
           Damage{date + " 00-19\n", "linha 2:  00-19"},
           Damage{date + "978-85\n", "linha 2: 978-85"},
           Damage{date + "977-85 Brazil\n", "linha 2: 977-85 Brazil"},
           Damage{date + "978-850000 Brazil\n", "linha 2: 978-850000 Brazil"},
           Damage{date + "978-8x Brazil\n", "linha 2: 978-8x Brazil"},
           Damage{date + "978-85 Brazil\n 00-19 2-454\n", "linha 3:  00-19 2-454"},
           Damage{date + "978-85 Brazil\n 0019\n", "linha 3:  0019"},
           Damage{date + "978-85 Brazil\n 00000000-10000000\n", "linha 3:  00000000-10000000"},
           Damage{date + "978-85 Brazil\n 20-19\n", "intervalos inválidos: 978-85"},
           Damage{date + "978-85 Brazil\n 20-29 00-19\n", "intervalos inválidos: 978-85"},
           Damage{date + "978-85 Brazil\n 00-19 190-199\n", "intervalos inválidos: 978-85"},
           Damage{date + "978-99904 Curaçao\n 0000-9999\n", "intervalos inválidos: 978-99904"},
           Damage{date + "978-85 Brazil\n978-85 Brasil\n", "grupo repetido: 978-85"},
           Damage{date + "978-8 Nenhum\n978-85 Brazil\n", "grupo repetido: 978-85"},
           Damage{"<html>\n<p>404</p></html>", "incompleto: </RegistrationGroups>"},
           Damage{message_of(ours()).substr(0, message_of(ours()).find("</RegistrationG")),
                  "incompleto: </RegistrationGroups>"},
           Damage{"<a>\n<MessageDate>hoje</MessageDate>", "linha 2: MessageDate"},
           Damage{"<RegistrationGroups>\n<Group>\n<Range>1-2</Range>", "linha 3: Range"},
           Damage{"<RegistrationGroups><Group>\n<Length>2</Length>", "linha 2: Length"},
       }) {
    EXPECT_EQ(refusal(text), said) << text.substr(0, 100);
  }
}

TEST(IsbnRanges, NoCutOfAMessageIsTakenForTheWhole) {
  const std::string whole = message_of(ours());
  for (std::size_t size = 0; size < whole.size() - 60; size += 997) {
    EXPECT_NE(refusal(whole.substr(0, size)), "") << size;
  }
}

}  // namespace
}  // namespace catalog_isbn_ranges_test
