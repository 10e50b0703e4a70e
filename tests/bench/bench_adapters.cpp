// Microseconds per event of each platform's adapter: Verify and Parse of a captured request, and all parts of an
// answer by Next(), each next to a bare hash and a bare parser on the same bytes in the same run. One thread.
//   bench_adapters [--runs 7] [--run-ms 60] [--only easemob] [--long-kib 16]
// Prints Markdown; ends with 1 when an adapter refuses what it must take.
#include <expat.h>
#include <openssl/evp.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

#include "adapters/common/rs256.h"
#include "adapters/registry.h"
#include "adapters/teams/signing_keys.h"
#include "adapters/web/row_json.h"
#include "adapters/web/visitor_cookie.h"
#include "bot/base/crypto.h"
#include "tests/adapters/teams_token.h"
#include "tests/fakes/fake_platform_hook.h"

namespace frontdesk::bench {

namespace {

using Steady = std::chrono::steady_clock;

constexpr std::string_view kRandom = "0123456789abcdef0123456789abcdef";
constexpr int kMostParts = 400;
constexpr int kCallsBetweenLooks = 16;

struct Options {
  int runs = 7;
  int run_ms = 60;
  std::string only;           // platform; empty: all
  std::size_t long_kib = 16;  // what an agent may write at once
};

struct Platform {
  std::string type;
  adapters::Settings settings;
  base::TimePoint at;
  fakes::HookRequest request;
  std::string channel;  // where its answers go
  std::string thread = {};
  bool pulled = false;  // `request` holds what a pull has brought
  std::string keys = {};
};

std::string ReadFixture(const std::string& name) {
  std::stringstream text;
  text << std::ifstream(std::string(FD_SOURCE_DIR) + "/tests/fixtures/" + name).rdbuf();
  return text.str();
}

adapters::Settings SettingsOf(const std::string& account) {
  adapters::Settings settings;
  settings.account = account;
  settings.public_url = "https://help.example.com";
  return settings;
}

fakes::HookRequest Captured(const std::string& name) {
  auto request = fakes::ReadHookRequest(ReadFixture(name));
  return request ? std::move(*request) : fakes::HookRequest{};
}

Platform Webhook() {
  adapters::Settings settings = SettingsOf("shop");
  settings.values = {{"source", "webhook"}, {"headers", "standard"}, {"callback_url", "https://shop.example.com/in"}};
  settings.secrets["secret"] = base::Secret("whsec_ge+w7Ito4rbL7BquKMGllXf5OQiK34z4HhaXZOvyIAk=");
  return {"webhook", settings, base::FromMillis(1'767'225'600'000), Captured("webhook/01-message-created.http"), "c-1"};
}

Platform EasemobOrAgora(const std::string& type) {
  adapters::Settings settings = SettingsOf(type);
  const bool agora = type == "agora";
  settings.values = {{"org", "acme"},        {"app", "support"},
                     {"bot", "support_bot"}, {"api_base", "https://a1.easemob.com"},
                     {"menus", "text"},      {"message_size", agora ? "5kb" : "3kb"}};
  settings.secrets["callback_secret"] = base::Secret("throwaway-callback-secret");
  settings.secrets["path_secret"] = base::Secret("fixture-path-secret-0001");
  return {type, settings, base::FromMillis(1'700'000'000'000), Captured(type + "/01-text.http"), "user1"};
}

Platform Mattermost() {
  adapters::Settings settings = SettingsOf("chat");
  settings.values = {{"api_base", "https://chat.example.com"}, {"callback_base", "https://help.example.com"}};
  settings.lists["help_channels"] = {"chanhelp"};
  settings.secrets["bot_token"] = base::Secret("throwawaybottoken00000001");
  settings.secrets["path_secret"] = base::Secret("throwaway-path-secret-01");
  return {"mattermost", settings, base::FromMillis(1'767'225'600'000), Captured("mattermost/14-button.http"),
          "chanhelp"};
}

Platform Slack() {
  adapters::Settings settings = SettingsOf("slack");
  settings.values = {{"api_base", "https://slack.com"}, {"team", "T0001"}};
  settings.secrets["signing_secret"] = base::Secret("throwaway-slack-signing-secret-0001");
  settings.secrets["bot_token"] = base::Secret("xoxb-0001-throwaway");
  return {"slack", settings, base::FromMillis(1'767'225'600'000), Captured("slack/01-direct-message.http"), "U0001"};
}

Platform Wecom() {
  adapters::Settings settings = SettingsOf("wecom");
  settings.values = {{"api_base", "https://qyapi.weixin.qq.com"},
                     {"corp_id", "ww7e57c0de0badf00d"},
                     {"agent_id", "1000002"},
                     {"clock_window", "300"},
                     {"buttons", "cards"},
                     {"passive_replies", "false"}};
  settings.secrets["token"] = base::Secret("ThrowAwayTok3n");
  settings.secrets["aes_key"] = base::Secret("hfum2c7PxCqn4kgPvnL7Z/XmSkqphuIrseXPane2Xcc");
  return {"wecom", settings, base::FromMillis(1'700'000'000'000), Captured("wecom/01-text.http"), "user1"};
}

Platform WecomKf() {
  Platform platform = Wecom();
  platform.type = "wecom-kf";
  platform.settings.values["handoff"] = "desk";
  platform.settings.lists["open_kfid"] = {"wkAJ2GCAAASSm4FhToWMFea0xAFfd3Q"};
  platform.request = Captured("wecom-kf/08-text.http");
  platform.thread = "wkAJ2GCAAASSm4FhToWMFea0xAFfd3Q";
  platform.pulled = true;
  return platform;
}

Platform WechatOa() {
  adapters::Settings settings = SettingsOf("oa");
  settings.values = {{"api_base", "https://api.weixin.qq.com"},
                     {"app_id", "wx0123456789abcdef"},
                     {"mode", "safe"},
                     {"clock_window", "300"},
                     {"buttons", "menus"},
                     {"passive_replies", "false"}};
  settings.secrets["token"] = base::Secret("throwawayOaToken");
  settings.secrets["aes_key"] = base::Secret("7BP6HU3ezyzOG1e8pqFHIblgJD0ujAsLJzPbX4CwEWU");
  return {"wechat-oa", settings, base::FromMillis(1'700'000'000'000), Captured("wechat-oa/01-text.http"), "oUser0001"};
}

Platform Qq() {
  adapters::Settings settings = SettingsOf("qq");
  settings.values = {
      {"api_base", "https://api.sgroup.qq.com"}, {"app_id", "11111111"}, {"clock_window", "300"}, {"buttons", "text"}};
  settings.secrets["secret"] = base::Secret("naOC0ocQE3shWLAfffVLB1rhYPG7ab12");
  return {"qq", settings, base::FromMillis(1'700'000'000'000), Captured("qq/01-person-says.http"), "E4F4AEA3"};
}

Platform DingTalk() {
  adapters::Settings settings = SettingsOf("dingtalk");
  settings.values = {{"client_id", "dingthrowawayappkey"},
                     {"transport", "http"},
                     {"api_base", "https://api.dingtalk.com"},
                     {"old_api_base", "https://oapi.dingtalk.com"}};
  settings.secrets["client_secret"] = base::Secret("throwaway-dingtalk-app-secret");
  settings.secrets["path_secret"] = base::Secret("fixture-path-secret-0001");
  return {"dingtalk", settings, base::FromMillis(1'700'000'000'000), Captured("dingtalk/01-text.http"), "user1"};
}

Platform Feishu() {
  adapters::Settings settings = SettingsOf("feishu");
  settings.values = {{"app_id", "cli_9f5343c580712544"},
                     {"region", "feishu"},
                     {"transport", "webhook"},
                     {"bot", "ou_84aad35d084aa403a838cf73ee18468"}};
  settings.secrets["app_secret"] = base::Secret("throwaway");
  settings.secrets["encrypt_key"] = base::Secret("throwaway-feishu-encrypt-key");
  settings.secrets["verification_token"] = base::Secret("throwawayVerificationToken01");
  return {"feishu", settings, base::FromMillis(1'700'000'000'000), Captured("feishu/01-direct-text.http"), "oc_1"};
}

Platform Teams() {
  adapters::Settings settings = SettingsOf("teams");
  settings.values = {{"app_id", adapters::teams::kAppId},
                     {"tenant", adapters::teams::kTenant},
                     {"forms", "card"},
                     {"cloud", "public"}};
  settings.secrets["path_secret"] = base::Secret("throwaway-path-secret-0001");
  const base::TimePoint at = base::FromMillis(1'767'225'600'000);
  const nlohmann::json set = {{"keys", {adapters::teams::ThrowawayJwk()}}};
  Platform platform{"teams", settings, at, Captured("teams/01-personal-chat.http"), "a:1"};
  platform.keys = *adapters::teams::KeysOf(set.dump(), at);
  return platform;
}

Platform Matrix() {
  adapters::Settings settings = SettingsOf("matrix");
  settings.values = {{"api_base", "https://hs.test"}, {"user", "@support:hs.test"}};
  settings.secrets["as_token"] = base::Secret("throwaway_as_token_0001");
  settings.secrets["hs_token"] = base::Secret("throwaway_hs_token_000001");
  return {"matrix-appservice", settings, base::FromMillis(1'767'225'600'000), Captured("matrix/01-direct-message.http"),
          "!dm:hs.test"};
}

Platform Xmpp() {
  adapters::Settings settings = SettingsOf("xmpp");
  settings.values = {{"jid", "bot@xmpp.test"}, {"nick", "Frontdesk"}};
  fakes::HookRequest stanza;
  stanza.body = ReadFixture("xmpp/01-chat.xml");
  return {"xmpp", settings, base::FromMillis(1'700'000'000'000), stanza, "alice@xmpp.test/phone"};
}

Platform Web() {
  adapters::Settings settings = SettingsOf("widget");
  const base::Secret key("a key of this server");
  settings.secrets[std::string(adapters::web::kVisitorKey)] = key;
  fakes::HookRequest request;
  request.target = "/web/widget/events";
  request.headers = {
      {"Host", "help.example.com"},
      {"Cookie", "fd_widget=" + adapters::web::VisitorCookie("0123456789abcdef0123456789abcdef", "widget", {}, key)}};
  request.body = R"({"id":"c1","type":"message","text":"How do I reset my password?","locale":"en-GB"})";
  return {"web", settings, base::FromMillis(1'700'000'000'000), request, "0123456789abcdef0123456789abcdef"};
}

// The median of some runs, in us a call.
double Measure(const Options& options, const std::function<void()>& call) {
  std::vector<double> runs;
  call();
  for (int run = 0; run < options.runs; ++run) {
    const auto begin = Steady::now();
    const auto end = begin + std::chrono::milliseconds(options.run_ms);
    int calls = 0;
    Steady::time_point now;
    do {
      for (int i = 0; i < kCallsBetweenLooks; ++i) call();
      calls += kCallsBetweenLooks;
    } while ((now = Steady::now()) < end);
    runs.push_back(std::chrono::duration<double, std::micro>(now - begin).count() / calls);
  }
  std::nth_element(runs.begin(), runs.begin() + options.runs / 2, runs.end());
  return runs[static_cast<std::size_t>(options.runs / 2)];
}

// Keeps the compiler from leaving out what nobody reads.
template <typename T>
void Keep(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

void PrintRow(const std::string& platform, const std::string& what, double us, double bare_us, std::size_t bytes,
              int parts) {
  std::printf("| %s | %s | %zu | %d | %.1f | %.1f | %.1f |\n", platform.c_str(), what.c_str(), bytes, parts, us,
              bare_us, us / bare_us);
  std::fflush(stdout);
}

adapters::RawRequest Raw(const fakes::HookRequest& request) {
  const std::string_view target = request.target;
  const std::size_t path = std::min(target.find('?'), target.size());
  return {request.method, target.substr(0, path), target.substr(std::min(path + 1, target.size())), request.headers,
          request.body};
}

// How many events the request becomes; 0 when it is refused.
std::size_t EventsOf(const adapters::Adapter& adapter, const Platform& platform) {
  const adapters::Env env{platform.at, platform.settings, kRandom, "the-token", platform.keys};
  if (platform.pulled) {
    const adapters::Puller& puller = *adapter.puller();
    const auto call = puller.Pull({}, env);
    const auto pulled = puller.OnPulled(*call, {200, {}, platform.request.body}, {}, env);
    return pulled ? pulled->taken.events.size() : 0;
  }
  const auto verified = adapter.Verify(Raw(platform.request), env);
  if (!verified) return 0;
  const auto parsed = adapter.Parse(*verified, env);
  if (!parsed || !std::holds_alternative<adapters::Taken>(*parsed)) return 0;
  return std::get<adapters::Taken>(*parsed).events.size();
}

// The token's signature, which is the greater part of it.
void BareSignature(const Platform& platform) {
  const auto set = adapters::teams::ReadKeys(platform.keys);
  const std::string_view token = platform.request.Header("Authorization").substr(std::string_view("Bearer ").size());
  const std::size_t end = token.rfind('.');
  const auto signature = base::Base64UrlDecode(token.substr(end + 1));
  Keep(adapters::common::VerifyRs256(set.keys[0].modulus, set.keys[0].exponent, token.substr(0, end), *signature));
}

void BareHash(const Platform& platform) {
  if (platform.type == "teams") return BareSignature(platform);
  if (platform.type == "xmpp") return;  // the connection vouches
  if (platform.type == "webhook" || platform.type == "web" || platform.type == "slack")
    return Keep(base::HmacSha256(kRandom, platform.request.body));
  unsigned char digest[EVP_MAX_MD_SIZE];
  const std::string& body = platform.request.body;
  ::EVP_Digest(body.data(), body.size(), digest, nullptr, ::EVP_md5(), nullptr);
  Keep(digest);
}

void BareParse(const Platform& platform) {
  const std::string& body = platform.request.body;
  if (platform.type != "xmpp" && platform.type != "wecom" && platform.type != "wechat-oa")
    return Keep(nlohmann::json::parse(body));
  const XML_Parser parser = ::XML_ParserCreateNS(nullptr, ' ');
  ::XML_Parse(parser, body.data(), static_cast<int>(body.size()), 1);
  ::XML_ParserFree(parser);
}

bool MeasureEvent(const Options& options, const Platform& platform) {
  const adapters::Adapter& adapter = *adapters::FindAdapter(platform.type);
  if (EventsOf(adapter, platform) != 1) return false;
  const double us = Measure(options, [&] { Keep(EventsOf(adapter, platform)); });
  const double bare = Measure(options, [&] {
    BareHash(platform);
    BareParse(platform);
  });
  PrintRow(platform.type, platform.pulled ? "Pull + OnPulled" : "Verify + Parse", us, bare,
           platform.request.body.size(), 1);
  return true;
}

struct Shown {
  int parts = 0;
  std::size_t bytes = 0;
};

// All parts of a message, as the outbox asks for them; no parts when the adapter fails.
Shown Bring(const adapters::Adapter& adapter, const Platform& platform, const adapters::Row& row,
            const base::Message& message) {
  if (platform.type == "web") return {1, adapters::web::MessageFrame(row).size()};
  const base::Address address{platform.settings.account, platform.channel, platform.thread};
  const adapters::Env env{platform.at, platform.settings, kRandom, "the-token"};
  Shown shown;
  while (shown.parts < kMostParts) {
    const auto next = adapter.Next({address, row, message, shown.parts}, env);
    if (!next) return {};
    if (std::holds_alternative<adapters::Done>(*next)) return shown;
    if (const auto* call = std::get_if<adapters::Call>(&*next)) shown.bytes += call->body.size();
    if (const auto* frame = std::get_if<adapters::Frame>(&*next)) shown.bytes += frame->bytes.size();
    ++shown.parts;
  }
  return {};
}

bool MeasureAnswer(const Options& options, const Platform& platform, const char* what, const base::Message& message) {
  const adapters::Adapter& adapter = *adapters::FindAdapter(platform.type);
  const std::string body = ToJson(message);
  const adapters::Row row{7, 7, platform.at, "bot", "event", body};
  const Shown shown = Bring(adapter, platform, row, message);
  if (shown.parts == 0) return false;
  const double us = Measure(options, [&] { Keep(Bring(adapter, platform, row, message)); });
  const nlohmann::json bare{{"text", ToPlainText(message)}};
  const double bare_us = Measure(options, [&] { Keep(bare.dump()); });
  PrintRow(platform.type, what, us, bare_us, shown.bytes, shown.parts);
  return true;
}

base::Message LongMessage(std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) {
    text += text.size() % 2 == 0 ? "会议中听不到声音，请先检查系统音量和输出设备；如果仍然没有声音，请重新加入会议。\n"
                                 : "Check the volume of the system and the \"output\" device; then join once more.\n";
  }
  text.resize(text.rfind('\n', bytes));
  return base::Say(text);
}

int Run(const Options& options) {
  const auto answer = base::MessageFromJson(ReadFixture("rich_text/03-answer.json"));
  if (!answer) return 1;
  const base::Message long_message = LongMessage(options.long_kib << 10);
  const std::string long_what = std::to_string(options.long_kib) + " KiB, all parts";
  std::printf("| platform | what | bytes | parts | us | bare us | ratio |\n|---|---|---|---|---|---|---|\n");
  for (const Platform& platform :
       {Webhook(), EasemobOrAgora("easemob"), EasemobOrAgora("agora"), Mattermost(), Matrix(), Slack(), Teams(),
        Wecom(), WecomKf(), WechatOa(), Qq(), DingTalk(), Feishu(), Xmpp(), Web()}) {
    if (!options.only.empty() && options.only != platform.type) continue;
    const bool measured = MeasureEvent(options, platform) &&
                          MeasureAnswer(options, platform, "answer with two buttons", *answer) &&
                          MeasureAnswer(options, platform, long_what.c_str(), long_message);
    if (measured) continue;
    std::fprintf(stderr, "bench_adapters: %s refuses what it must take\n", platform.type.c_str());
    return 1;
  }
  return 0;
}

}  // namespace

}  // namespace frontdesk::bench

int main(int argc, char** argv) {
  frontdesk::bench::Options options;
  CLI::App app{"Measures what each platform's adapter costs an event."};
  app.add_option("--runs", options.runs)->check(CLI::Range(1, 1000));
  app.add_option("--run-ms", options.run_ms)->check(CLI::Range(1, 10'000));
  app.add_option("--only", options.only, "a platform");
  app.add_option("--long-kib", options.long_kib)->check(CLI::Range(1, 1024));
  CLI11_PARSE(app, argc, argv);
  return frontdesk::bench::Run(options);
}
