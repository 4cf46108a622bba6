// A client that sends exactly the bytes it is told to, over a TCP socket. One test, one thread.
// Everything that waits has a deadline of ten seconds and throws std::runtime_error when it passes.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <string_view>

struct Answer {
  unsigned status = 0;
  std::map<std::string, std::string> headers;  // names in lower case
  std::string body;

  // Empty when absent.
  std::string header(const std::string& name) const;
};

// Whether an answer has a body at all depends on what was asked.
enum class Asked { get, head };

class RawClient {
 public:
  // "127.0.0.1:8080" or "[::1]:8080"
  explicit RawClient(const std::string& address);
  ~RawClient();
  RawClient(RawClient&& other) noexcept;
  RawClient& operator=(RawClient&&) = delete;
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  void send(std::string_view bytes);
  // Sends what the kernel takes without waiting; the number of bytes taken.
  std::size_t send_some(std::string_view bytes);
  // No more will be sent; answers can still be read.
  void finish_sending();
  // Closes with a reset.
  void vanish();

  Answer read_answer(Asked asked = Asked::get);
  // Exactly `bytes` bytes.
  std::string read_bytes(std::size_t bytes);
  // At most `bytes` bytes, whatever is there first; 0 when the server has closed or reset.
  std::size_t read_some(std::size_t bytes);
  // Everything until the server closes; a reset counts as a failure.
  std::string read_to_end();
  // The server has closed its side, and nothing was left to read.
  bool is_closed();
  // Whether a byte or the end can be read within `wait`.
  bool has_input(std::chrono::milliseconds wait);

 private:
  void read_more();

  int socket_ = -1;
  std::string input_;
};

// A whole request; `fields` are lines that end in CRLF.
std::string get(const std::string& target, const std::string& fields = "");

// Takes one answer off the front of `bytes`; nullopt while it is not whole.
std::optional<Answer> take_answer(std::string& bytes, Asked asked);
