// ListRecords and ListIdentifiers: all records in the order of their datestamps, those of deleted
// books among them, a page at a time. Living books come out of the search index, which finds any
// place of that order at once; deletions out of the store (docs/adr/0019). What a page costs has a
// bound wherever it begins.
#pragma once

#include "api/protocols/oai_answer.hpp"
#include "api/protocols/oai_question.hpp"

namespace api::oai {

Plan harvest(ExchangePtr exchange, const Question& question);

}  // namespace api::oai
