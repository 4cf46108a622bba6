// MARC records in XML (MARCXML, MarcXchange, whatever wraps them: OAI-PMH, SRU) out of a stream of
// bytes in any slices, by the local names of the elements. One thread. A DTD ends the reading: no
// entity is ever expanded. Memory is bounded by one record plus one piece of the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/format.hpp"
#include "formats/iso2709.hpp"

namespace formats {

// A book of a megabyte may stand there twice: in its fields and in 887 (marc_residue.hpp).
inline constexpr std::size_t xml_record_bytes_max = std::size_t{4} << 20;
inline constexpr std::size_t xml_record_depth_max = 20;
// The same of the document around the records.
inline constexpr std::size_t xml_document_depth_max = 200;

enum class XmlRecordFault : std::uint8_t { none, too_long, too_deep };

struct XmlMarcRecord {
  XmlRecordFault fault = XmlRecordFault::none;
  std::uint64_t line = 0;
  std::string leader;                // 24 bytes; blanks where it says nothing
  std::vector<Iso2709Field> fields;  // UTF-8; views into `data`
  std::string data;
  std::string bytes;  // as it came, when that is kept
};

class XmlMarcRecords {
 public:
  XmlMarcRecords(Encoding said, RecordBytes record_bytes);
  ~XmlMarcRecords();
  XmlMarcRecords(const XmlMarcRecords&) = delete;
  XmlMarcRecords& operator=(const XmlMarcRecords&) = delete;

  void feed(std::string_view bytes);
  void finish();
  // Until the next call; nullptr: feed more, or (after finish or a failure) the end.
  const XmlMarcRecord* next();
  std::optional<FileFailure> failure() const;

  // The root of a document for the bytes of records, with the prefixes that they use.
  std::string document_begin() const;
  std::string document_end() const;

 private:
  class Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace formats
