// A repository of OAI-PMH over a fake store, and what its answers say, for the tests of /oai.
// Values of the test that makes them; one thread.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "support/api.hpp"

namespace oai_fixture {

inline bool holds(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

inline std::vector<std::string> all_of(const std::string& text, const std::string& pattern) {
  const std::regex expression(pattern);
  std::vector<std::string> found;
  for (std::sregex_iterator at(text.begin(), text.end(), expression), end; at != end; ++at) {
    found.push_back((*at)[1]);
  }
  return found;
}

class Repository : public support::Api {
 public:
  Repository() {
    settings.admin_email = "acervo@livros.example";
    settings.public_url = "https://livros.example";
    settings.name = "Biblioteca <São José>";
  }
  std::string ask(const std::string& query) {
    const support::Answer answer = get("/oai?" + query);
    EXPECT_EQ(answer.status, 200U) << query;
    EXPECT_EQ(answer.header("Content-Type"), "text/xml; charset=utf-8");
    EXPECT_TRUE(holds(answer.body, "<responseDate>2026-05-01T"));
    return answer.body;
  }
  std::string error_of(const std::string& query) {
    const auto codes = all_of(ask(query), "<error code=\"(\\w+)\">");
    return codes.size() == 1 ? codes.front() : "no single error";
  }
  // A second and some milliseconds behind the one before.
  void put(const std::string& title) {
    clock.advance(std::chrono::milliseconds(1003));
    store.put(support::named(title));
  }
};

inline std::string token_in(const std::string& page) {
  const auto tokens = all_of(page, "<resumptionToken cursor=\"\\d+\">([^<]+)</resumptionToken>");
  return tokens.empty() ? "" : tokens.front();
}

}  // namespace oai_fixture
