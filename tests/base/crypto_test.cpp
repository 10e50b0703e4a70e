// Hashes and codes as the standards give them; passwords that only their owner opens.
#include "bot/base/crypto.h"

#include <gmock/gmock.h>

#include <set>

namespace frontdesk::base {
namespace {

// Gives bytes that count up, so that a test knows what comes out.
class CountingRandom final : public Random {
 public:
  std::string Bytes(std::size_t count) override {
    std::string bytes;
    for (std::size_t i = 0; i < count; ++i) bytes += static_cast<char>(next_++);
    return bytes;
  }

 private:
  unsigned char next_ = 0;
};

TEST(Crypto, Sha256IsThatOfFips180) {
  EXPECT_EQ(HexEncode(Sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(HexEncode(Sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Crypto, HmacIsThatOfRfc4231) {
  const auto hmac = [](const std::string& key, const std::string& text) { return HexEncode(HmacSha256(key, text)); };
  EXPECT_EQ(hmac(std::string(20, '\x0b'), "Hi There"),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac("Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(hmac(std::string(20, '\xaa'), std::string(50, '\xdd')),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");
  EXPECT_EQ(hmac(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  EXPECT_EQ(hmac(std::string(131, '\xaa'),
                 "This is a test using a larger than block-size key and a larger than block-size data. The key needs "
                 "to be hashed before being used by the HMAC algorithm."),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2");
}

TEST(Crypto, ComparesWholeTexts) {
  EXPECT_TRUE(ConstantTimeEquals("secret", "secret"));
  EXPECT_TRUE(ConstantTimeEquals("", ""));
  EXPECT_FALSE(ConstantTimeEquals("secret", "secreT"));
  EXPECT_FALSE(ConstantTimeEquals("secret", "secre"));
  EXPECT_FALSE(ConstantTimeEquals("", "x"));
}

TEST(Crypto, Base64IsThatOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"},
                                                         {"\xfb\xff\xfe", "+//+"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(Base64Encode(bytes), text);
    EXPECT_EQ(*Base64Decode(text), bytes);
  }
}

TEST(Crypto, Base64HasOneSpellingOfEverything) {
  for (const char* text : {"Zg", "Zg=", "Zg===", "Zh==", "Zm9v\n", " Zm9v", "-__-", "Zm9v=", "=", "Z", "Zm=v", "Zm9*"})
    EXPECT_FALSE(Base64Decode(text).has_value()) << text;
}

std::string FromHex(std::string_view hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  return bytes;
}

// Test 3 of RFC 8032 section 7.1.
TEST(Crypto, Ed25519IsThatOfRfc8032) {
  const std::string key = FromHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
  const std::string message = FromHex("af82");
  const std::string signature = FromHex(
      "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
      "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
  EXPECT_TRUE(VerifyEd25519(key, message, signature));
  for (std::size_t i = 0; i < signature.size(); ++i) {
    std::string wrong = signature;
    wrong[i] = static_cast<char>(wrong[i] ^ 1);
    EXPECT_FALSE(VerifyEd25519(key, message, wrong)) << i;
  }
  EXPECT_FALSE(VerifyEd25519(key, FromHex("af83"), signature));
  EXPECT_FALSE(VerifyEd25519(key.substr(1), message, signature));
  EXPECT_FALSE(VerifyEd25519(key, message, signature.substr(1)));
  EXPECT_FALSE(VerifyEd25519(key, message, ""));
  EXPECT_FALSE(VerifyEd25519("", message, signature));
}

TEST(Crypto, Base64UrlIsThatOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {
      {"", ""},           {"f", "Zg"},          {"fo", "Zm8"},          {"foo", "Zm9v"},
      {"foob", "Zm9vYg"}, {"fooba", "Zm9vYmE"}, {"foobar", "Zm9vYmFy"}, {"\xfb\xff\xfe", "-__-"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(Base64UrlEncode(bytes), text);
    EXPECT_EQ(*Base64UrlDecode(text), bytes);
  }
}

TEST(Crypto, Base64UrlRefusesOtherText) {
  for (const std::string text : {"a", "Zg==", "Zm9v\n", "+/+/", "Zm 9v", "Zm9vY", "\xFF\xFF"})
    EXPECT_FALSE(Base64UrlDecode(text)) << text;
}

TEST(Crypto, Base64UrlGivesBackAllBytes) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    EXPECT_EQ(*Base64UrlDecode(Base64UrlEncode(bytes)), bytes);
  }
}

TEST(Crypto, RandomIdsAreLongAndDoNotRepeat) {
  SystemRandom random;
  std::set<std::string> ids;
  for (int i = 0; i < 1'000; ++i) ids.insert(RandomId(random));
  EXPECT_EQ(ids.size(), 1'000u);
  EXPECT_EQ(ids.begin()->size(), 32u);
  EXPECT_EQ(random.Bytes(0), "");
}

TEST(Crypto, OneTimePasswordsCanBeReadOut) {
  SystemRandom random;
  std::set<std::string> passwords;
  for (int i = 0; i < 200; ++i) {
    const std::string password = RandomPassword(random);
    EXPECT_THAT(password, testing::MatchesRegex("[a-z]+-[a-z]+-[a-z]+-[a-z]+-[2-9]+"));
    passwords.insert(password);
  }
  EXPECT_EQ(passwords.size(), 200u);
}

TEST(Password, OpensWithItselfOnly) {
  CountingRandom random;
  const std::string hash = HashPassword(random, "密码 with spaces");
  EXPECT_TRUE(VerifyPassword("密码 with spaces", hash));
  EXPECT_FALSE(VerifyPassword("密码 with spaces ", hash));
  EXPECT_FALSE(VerifyPassword("", hash));
  EXPECT_EQ(hash.find("spaces"), std::string::npos);
}

TEST(Password, IsSaltedSoThatTwoHashesOfOneDiffer) {
  CountingRandom random;
  EXPECT_NE(HashPassword(random, "same"), HashPassword(random, "same"));
}

TEST(Password, IsScryptAsOthersComputeIt) {
  CountingRandom random;
  // Python: hashlib.scrypt(b"vepo-dika-3097", salt=bytes(range(16)), n=2**15, r=8, p=1, dklen=32)
  const std::string hash = "scrypt$15$8$1$AAECAwQFBgcICQoLDA0ODw$WiUuEfMoNCotWptAwRpxP4gV4KJ_3Bvyab2eb4AwN0g";
  EXPECT_EQ(HashPassword(random, "vepo-dika-3097"), hash);
  EXPECT_TRUE(VerifyPassword("vepo-dika-3097", hash));
}

TEST(Password, DoesNotOpenAHashThatCannotBeRead) {
  for (const std::string hash :
       {"", "scrypt", "scrypt$15$8$1$", "scrypt$15$8$1$AAAA", "scrypt$15$8$1$AAAA$", "scrypt$15$8$1$AAAA$AAAA",
        "scrypt$15$8$1$!!!$WiUuEfMoNCotWptAwRpxP4gV4KJ_3Bvyab2eb4AwN0g", "scrypt$30$8$1$AAAA$AAAA", "plain:x"}) {
    EXPECT_FALSE(VerifyPassword("", hash)) << hash;
    EXPECT_FALSE(VerifyPassword("x", hash)) << hash;
  }
}

}  // namespace
}  // namespace frontdesk::base
