#include "bot/net/url_guard.h"

#include <gtest/gtest.h>

#include "bot/net/ip_address.h"

namespace frontdesk::net {
namespace {

enum class Verdict { kMalformed, kRefused, kPasses };

// What is decided before anything is looked up.
Verdict VerdictOf(std::string_view text, const UrlPolicy& policy = {}) {
  const auto url = ParseUrl(text);
  if (!url) return Verdict::kMalformed;
  return CheckUrl(*url, policy) ? Verdict::kPasses : Verdict::kRefused;
}

constexpr std::string_view kPassing[] = {
    "https://example.com",
    "https://example.com/",
    "https://EXAMPLE.com/a?b=c&d",
    "https://example.com:8443/hook",
    "https://example.com?q",
    "https://sub.domain.example.co.uk/x",
    "https://a-b_c.example/x",
    "https://xn--bcher-kva.example/",
    "https://example.com./",
    "https://8.8.8.8/",
    "https://1.1.1.1:444/x",
    "https://[2606:4700:4700::1111]/",
    "https://[2001:4860:4860::8888]:8443/x",
    "https://172.15.255.255/",
    "https://172.32.0.1/",
    "https://100.63.255.255/",
    "https://100.128.0.1/",
    "https://192.167.1.1/",
    "https://11.0.0.1/",
    "https://223.255.255.254/",
    "https://example.com/a@b",
    "https://example.com/%2e%2e/",
    "https://127.0.0.1.example.com/",
    "https://1e100.net/",
    "https://metadata.example/",
    "wss://example.com/socket",
};

constexpr std::string_view kRefused[] = {
    "http://example.com/",
    "ws://example.com/",
    "http://8.8.8.8/",
    "https://localhost/",
    "https://LOCALHOST/",
    "https://localhost./",
    "https://foo.localhost/",
    "https://127.0.0.1/",
    "https://127.0.0.1:22/",
    "https://127.255.255.254/",
    "https://127.0.0.1./",
    "https://0.0.0.0/",
    "https://0.1.2.3/",
    "https://10.0.0.1/",
    "https://10.255.255.255/",
    "https://100.64.0.1/",
    "https://100.100.100.200/latest/meta-data",
    "https://100.127.255.255/",
    "https://168.63.129.16/",
    "https://169.254.0.1/",
    "https://169.254.169.254/latest/meta-data/iam",
    "https://169.254.170.2/v2/credentials",
    "https://172.16.0.1/",
    "https://172.31.255.255/",
    "https://192.0.0.192/",
    "https://192.0.2.1/",
    "https://192.88.99.1/",
    "https://192.168.0.1/",
    "https://192.168.255.255/",
    "https://198.18.0.1/",
    "https://198.19.255.255/",
    "https://198.51.100.7/",
    "https://203.0.113.7/",
    "https://224.0.0.1/",
    "https://239.255.255.255/",
    "https://240.0.0.1/",
    "https://255.255.255.255/",
    "https://[::]/",
    "https://[::1]/",
    "https://[0:0:0:0:0:0:0:1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[::ffff:10.0.0.1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[::127.0.0.1]/",
    "https://[::ffff:0:127.0.0.1]/",
    "https://[64:ff9b::7f00:1]/",
    "https://[64:ff9b::8.8.8.8]/",
    "https://[64:ff9b:1::1]/",
    "https://[100::1]/",
    "https://[2001::1]/",
    "https://[2001:0:7f00:1::]/",
    "https://[2001:db8::1]/",
    "https://[2002:7f00:1::]/",
    "https://[2002:a9fe:a9fe::]/",
    "https://[3fff::1]/",
    "https://[5f00::1]/",
    "https://[fc00::1]/",
    "https://[fd00:ec2::254]/latest/meta-data",
    "https://[fe80::1]/",
    "https://[fec0::1]/",
    "https://[ff02::1]/",
};

constexpr std::string_view kMalformed[] = {
    "",
    "example.com",
    "//example.com/",
    "/path",
    "https:example.com",
    "https:/example.com",
    "https:///path",
    "https://",
    "https://?q",
    "https://:443/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:25/x",
    "dict://127.0.0.1:11211/",
    "javascript:alert(1)",
    "data:text/plain,x",
    "unix:///run/docker.sock",
    "https://user@example.com/",
    "https://user:password@example.com/",
    "https://example.com@127.0.0.1/",
    "https://127.0.0.1@example.com/",
    "https://example.com:443@127.0.0.1/",
    "https://example.com#@127.0.0.1/",
    "https://example.com/#fragment",
    "https://example.com\\@127.0.0.1/",
    "https://example.com\\.evil/",
    "https:\\\\example.com\\",
    "https://exa mple.com/",
    " https://example.com/",
    "https://example.com/\r\nX: y",
    "https://example.com/a\tb",
    "https://b\xc3\xbc"
    "cher.example/",
    "https://\xe2\x91\xa0\xe2\x91\xa1.example/",
    "https://example.com:0/",
    "https://example.com:65536/",
    "https://example.com:99999999999/",
    "https://example.com:/",
    "https://example.com:80a/",
    "https://example.com:-1/",
    "https://example.com:+80/",
    "https://example.com:80:80/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0x7f.0.0.1/",
    "https://0x7F.1/",
    "https://017700000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://127.0.1/",
    "https://127.0.0.01/",
    "https://127.0.0.256/",
    "https://127.0.0.1.2/",
    "https://1.2.3/",
    "https://3232235777/",
    "https://127.0.0.0x1/",
    "https://%31%32%37.0.0.1/",
    "https://local%68ost/",
    "https://example..com/",
    "https://.example.com/",
    "https://example.com../",
    "https://-example.com/",
    "https://example-.com/",
    "https://exam$ple.com/",
    "https://[::1/",
    "https://::1/",
    "https://[127.0.0.1]/",
    "https://[::1%25lo]/",
    "https://[fe80::1%eth0]/",
    "https://[]/",
    "https://[::g]/",
    "https://[::1]x/",
    "https://[::1]:x/",
};

TEST(UrlGuard, LetsPublicHttpsPass) {
  for (const std::string_view url : kPassing) EXPECT_EQ(VerdictOf(url), Verdict::kPasses) << url;
}

TEST(UrlGuard, RefusesPlainHttpAndEverythingThatIsNotPublic) {
  for (const std::string_view url : kRefused) EXPECT_EQ(VerdictOf(url), Verdict::kRefused) << url;
}

TEST(UrlGuard, DoesNotTryToUnderstandWhatCouldBeReadInTwoWays) {
  for (const std::string_view url : kMalformed) EXPECT_EQ(VerdictOf(url), Verdict::kMalformed) << url;
  EXPECT_EQ(VerdictOf("https://" + std::string(64, 'a') + ".example/"), Verdict::kMalformed);
  EXPECT_EQ(VerdictOf("https://example.com/" + std::string(5'000, 'a')), Verdict::kMalformed);
  EXPECT_EQ(VerdictOf(std::string_view("https://exam\0ple.com/", 21)), Verdict::kMalformed);
}

TEST(UrlGuard, AllowHostsOpensThatHostAndNoOther) {
  const UrlPolicy policy{{"intranet.example", "10.1.2.3:8080", "LOCALHOST"}};
  EXPECT_EQ(VerdictOf("http://intranet.example:9000/x", policy), Verdict::kPasses);
  EXPECT_EQ(VerdictOf("http://localhost/", policy), Verdict::kPasses);
  EXPECT_EQ(VerdictOf("http://10.1.2.3:8080/", policy), Verdict::kPasses);
  EXPECT_EQ(VerdictOf("http://10.1.2.3:8081/", policy), Verdict::kRefused);
  EXPECT_EQ(VerdictOf("https://10.1.2.4:8080/", policy), Verdict::kRefused);
  EXPECT_EQ(VerdictOf("http://sub.intranet.example/", policy), Verdict::kRefused);
  EXPECT_EQ(VerdictOf("http://notintranet.example/", policy), Verdict::kRefused);
}

TEST(UrlGuard, DecidesOnTheAddressThatANameLeadsTo) {
  const Url url = *ParseUrl("https://innocent.example/");
  for (const std::string_view address :
       {"127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:192.168.0.1", "fd00::1"}) {
    EXPECT_FALSE(CheckAddress(url, *ParseIp(address), {})) << address;
    EXPECT_TRUE(CheckAddress(url, *ParseIp(address), {{"innocent.example"}})) << address;
  }
  EXPECT_TRUE(CheckAddress(url, *ParseIp("93.184.216.34"), {}));
}

TEST(UrlGuard, TakesAUrlApart) {
  const Url url = *ParseUrl("HTTPS://Example.COM.:8443?a=/b@c");
  EXPECT_TRUE(url.tls);
  EXPECT_EQ(url.host, "example.com");
  EXPECT_EQ(url.port, 8443);
  EXPECT_EQ(url.target, "/?a=/b@c");
  EXPECT_EQ(url.Authority(), "example.com:8443");
  EXPECT_EQ(url.Origin(), "https://example.com:8443");
  EXPECT_EQ(ParseUrl("http://[2001:DB8::1]:80/x")->Authority(), "[2001:db8::1]");
}

TEST(UrlGuard, ItsErrorsNameNeitherPathNorQuery) {
  const auto refused = CheckUrl(*ParseUrl("http://example.com/token/SECRET?key=SECRET"), {});
  EXPECT_EQ(refused.error().message.find("SECRET"), std::string::npos);
  EXPECT_EQ(ParseUrl("https://user:SECRET@example.com/").error().message.find("SECRET"), std::string::npos);
}

TEST(IpAddressTest, ReadsOnlyTheOneSpelling) {
  EXPECT_EQ(ParseIp("192.0.2.1")->ToString(), "192.0.2.1");
  EXPECT_EQ(ParseIp("::ffff:192.0.2.1"), ParseIp("192.0.2.1"));
  EXPECT_EQ(ParseIp("2001:DB8:0:0::1")->ToString(), "2001:db8::1");
  for (const std::string_view text :
       {"", "1", "1.2.3", "01.2.3.4", "1.2.3.4 ", "1.2.3.256", "[::1]", "::1%lo", ":::", "1.2.3.4:5"}) {
    EXPECT_FALSE(ParseIp(text)) << text;
  }
}

TEST(IpAddressTest, NetworksContainWhatTheirPrefixSays) {
  EXPECT_TRUE(ParseNetwork("10.0.0.0/8")->Contains(*ParseIp("10.255.0.1")));
  EXPECT_FALSE(ParseNetwork("10.0.0.0/8")->Contains(*ParseIp("11.0.0.1")));
  EXPECT_TRUE(ParseNetwork("10.1.2.0/23")->Contains(*ParseIp("::ffff:10.1.3.9")));
  EXPECT_TRUE(ParseNetwork("0.0.0.0/0")->Contains(*ParseIp("1.2.3.4")));
  EXPECT_FALSE(ParseNetwork("0.0.0.0/0")->Contains(*ParseIp("::1")));
  EXPECT_TRUE(ParseNetwork("fe80::/10")->Contains(*ParseIp("febf::1")));
  EXPECT_FALSE(ParseNetwork("fe80::/10")->Contains(*ParseIp("fec0::1")));
  EXPECT_TRUE(ParseNetwork("192.0.2.7")->Contains(*ParseIp("192.0.2.7")));
  for (const std::string_view text : {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "x/8"}) {
    EXPECT_FALSE(ParseNetwork(text)) << text;
  }
}

}  // namespace
}  // namespace frontdesk::net
