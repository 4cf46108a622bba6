// The page where a key is given, or given back. Pure functions, any thread.
// It is also what a private catalogue shows to whom it does not know.
#pragma once

#include <cstdint>
#include <string>

#include "web/layout.hpp"

namespace web {

struct SignInPage {
  std::string back_to = "/";
  std::string name;   // of the key that came along; empty: none
  std::string scope;  // what it may do
  enum class Why : std::uint8_t { asked, needed, wrong_key, too_often } why = Why::asked;
};

std::string sign_in_document(const View& view, const SignInPage& page);

}  // namespace web
