#include <gtest/gtest.h>

#include <string>

#include "base/sha256.hpp"

namespace {

using base::hexadecimal;
using base::Sha256;
using base::sha256;

// The examples that NIST publishes beside FIPS 180-4.
TEST(Sha256, HasTheDigestsOfTheStandard) {
  EXPECT_EQ(hexadecimal(sha256("abc")),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hexadecimal(sha256("")),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Sha256, IsTheSameInPieces) {
  std::string text;
  Sha256 pieces;
  for (int i = 0; i < 1000; ++i) {
    const std::string piece(static_cast<std::size_t>(i % 70), static_cast<char>('a' + i % 26));
    pieces.update(piece);
    text += piece;
  }
  EXPECT_EQ(pieces.finish(), sha256(text));
}

}  // namespace
