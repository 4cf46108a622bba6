#include "support/marc_builder.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>

#include "support/format_reading.hpp"

namespace support {
namespace {

std::string digits(std::size_t value, std::size_t width) {
  std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

MarcBuilder& MarcBuilder::status(char value) {
  leader_[5] = value;
  return *this;
}

MarcBuilder& MarcBuilder::type(char value) {
  leader_[6] = value;
  return *this;
}

MarcBuilder& MarcBuilder::coding(char value) {
  leader_[9] = value;
  return *this;
}

MarcBuilder& MarcBuilder::control(std::string_view tag, std::string_view value) {
  fields_.push_back({std::string(tag), std::string(value) + '\x1E'});
  return *this;
}

MarcBuilder& MarcBuilder::field(std::string_view tag, std::string_view content) {
  std::string data(content);
  std::replace(data.begin(), data.end(), '$', '\x1F');
  return control(tag, data);
}

std::string MarcBuilder::build() const {
  std::string directory;
  std::string data;
  for (const Field& field : fields_) {
    directory += field.tag + digits(field.data.size(), 4) + digits(data.size(), 5);
    data += field.data;
  }
  std::string record = leader_ + directory + '\x1E';
  const std::size_t base = record.size();
  record += data + '\x1D';
  record.replace(0, 5, digits(record.size(), 5));
  record.replace(12, 5, digits(base, 5));
  return record;
}

catalog::BookFields marc_book(const MarcBuilder& builder) {
  const auto outcomes = read_whole(formats::Format::marc, builder.build());
  EXPECT_EQ(outcomes.size(), 1U);
  EXPECT_TRUE(outcomes.at(0).fields.has_value());
  return outcomes.at(0).fields.value_or(catalog::BookFields{});
}

MarcBuilder titled() {
  MarcBuilder builder;
  builder.field("245", "10$aDom Casmurro");
  return builder;
}

catalog::BookFields with(std::string_view tag, std::string_view content) {
  return marc_book(titled().field(tag, content));
}

std::string language_008(std::string_view code) {
  return "000808s1999    bl       b    000 0 " + std::string(code) + "  ";
}

}  // namespace support
