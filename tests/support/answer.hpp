// An answer as a client sees it, and short ways to say what is expected of it. Values; any thread.
// One header field per line of `head`, in the order sent.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace support {

struct Answer {
  unsigned status = 0;
  std::string head;  // finished lines "Name: value\r\n"
  std::string body;
  enum class Came { made, prepared } came = Came::made;  // prepared: bytes that were kept before

  // The value of a field, "" when it is absent or came more than once. Names as they are written.
  std::string header(std::string_view name) const;
  std::vector<std::string> all(std::string_view name) const;
};

// The value behind an RFC 6901 pointer, minified, strings decoded; "" when there is none, or when
// the text is not strict JSON.
std::string json_at(std::string_view json, std::string_view pointer);

// "404 livro-nao-encontrado" of an answer that is a whole RFC 9457 problem and agrees with itself
// (status, type, codigo, pedido, headers); else what is wrong with it.
std::string problem_in(const Answer& answer);

// The entries of `erros` as "ponteiro codigo".
std::vector<std::string> errors_in(const Answer& answer);

}  // namespace support
