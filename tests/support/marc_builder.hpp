// Writes ISO 2709 records for tests: a leader, fields in order, a directory that fits them.
// "$" in a field stands for the subfield delimiter. One thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/book.hpp"

namespace support {

class MarcBuilder {
 public:
  // Leader/05, 06 and 09.
  MarcBuilder& status(char value);
  MarcBuilder& type(char value);
  MarcBuilder& coding(char value);

  MarcBuilder& control(std::string_view tag, std::string_view value);
  // `content`: two indicators, then subfields: "10$aDom Casmurro /$cMachado de Assis."
  MarcBuilder& field(std::string_view tag, std::string_view content);

  std::string build() const;

 private:
  std::string leader_ = "00000nam a2200000 a 4500";
  struct Field {
    std::string tag;
    std::string data;
  };
  std::vector<Field> fields_;
};

// The one record of `builder` as a book.
catalog::BookFields marc_book(const MarcBuilder& builder);
// A record with a title, and one with a field beside it.
MarcBuilder titled();
catalog::BookFields with(std::string_view tag, std::string_view content);
// 008 of a text in this language, of 1999.
std::string language_008(std::string_view code);

}  // namespace support
