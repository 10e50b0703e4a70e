// Addresses and forms: encoded and decoded.
#include "bot/base/percent.h"

#include <gtest/gtest.h>

namespace frontdesk::base {
namespace {

TEST(Percent, BringsBackWhatItEncoded) {
  std::string all;
  for (int byte = 0; byte < 256; ++byte) all += static_cast<char>(byte);
  EXPECT_EQ(PercentDecode(PercentEncode(all)), all);
  EXPECT_EQ(FormDecode(PercentEncode(all)), all);
  EXPECT_EQ(PercentEncode("a b/~ä"), "a%20b%2F~%C3%A4");
}

TEST(Percent, LeavesWhatIsNoEscape) {
  for (const char* text : {"%", "%4", "%g0", "%0g", "100%", "a%%b", ""}) EXPECT_EQ(PercentDecode(text), text);
  EXPECT_EQ(PercentDecode("%41%4a%4A+"), "AJJ+");
}

TEST(Percent, OfAFormReadsAPlusAsASpace) { EXPECT_EQ(FormDecode("a+b%2Bc"), "a b+c"); }

}  // namespace
}  // namespace frontdesk::base
