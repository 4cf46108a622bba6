// Answers of OAI-PMH as XML: the envelope around each of them, headers and records. Pure functions,
// any thread. Every answer is 200, valid against OAI-PMH.xsd; a fault of the store alone is a
// problem of HTTP, after which a harvester comes again.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/answer/plan.hpp"
#include "api/protocols/oai_question.hpp"
#include "catalog/book.hpp"
#include "formats/format.hpp"

namespace api::oai {

// What every answer to one request has in common. Lives as long as the request is under way.
struct Exchange {
  std::string base_url;
  std::string name_space;
  std::string repository_name;
  std::string admin_email;
  formats::WriteOptions options;
  base::Instant now;
  Arguments arguments;  // that the answer repeats
};
using ExchangePtr = std::shared_ptr<const Exchange>;
ExchangePtr exchange_of(const Request& request, Arguments arguments);

// `content` stands behind the request's element.
http::Response answer(const Exchange& exchange, std::string_view content);
http::Response answer(const Exchange& exchange, catalog::Language language, const Fault& fault);

std::string identifier_of(const Exchange& exchange, catalog::BookId id);
// nullopt: of no record that was ever here.
std::optional<catalog::BookId> book_of_identifier(const Exchange& exchange,
                                                  std::string_view identifier);

// 2026-11-29T20:42:07Z
std::string datestamp_of(base::Instant at);

struct Header {
  catalog::BookId id;
  base::Instant at;
  std::vector<std::string> sets;
  enum class Status : std::uint8_t { live, deleted } status = Status::live;
};
void append_header(std::string& out, const Exchange& exchange, const Header& header);
// The record of a living book.
void append_record(std::string& out, const Exchange& exchange, const Header& header,
                   const catalog::Book& book, formats::Writer& writer);
void append_deleted_record(std::string& out, const Exchange& exchange, const Header& header);

Header header_of(const catalog::Book& book);
// The labels that a deleted book had.
std::vector<std::string> labels_of(const store::Deletion& deletion);
Header header_of(const store::Deletion& deletion, std::span<const std::string> labels);

}  // namespace api::oai
