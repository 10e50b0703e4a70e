#include "adapters/teams/account.h"

#include <algorithm>

#include "adapters/common/path_secret.h"
#include "adapters/common/rooms.h"
#include "bot/base/text.h"

namespace frontdesk::adapters::teams {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kMaxId = 600;
constexpr std::size_t kMaxRequest = 256 << 10;
constexpr std::size_t kMaxUserText = 100'000;
// Escapes and the JSON around it at worst triple it; a message may have 28 KB.
constexpr std::size_t kMaxText = 8'000;
constexpr std::size_t kMaxOptions = 100;
constexpr std::size_t kMaxLabel = 60;
constexpr double kSendsPerSecond = 30;  // of 50 that an app may make in an organisation
constexpr double kBurst = 30;

constexpr SettingField kFields[] = {
    {.name = "app_id",
     .identity = true,
     .hint = "write app_id: the Microsoft App ID of the Azure bot, 11111111-2222-3333-4444-555555555555"},
    {.name = "app_secret", .kind = Kind::kSecret, .hint = "write app_secret: env:NAME, a client secret of the app"},
    {.name = "tenant", .hint = "write tenant: the Directory (tenant) ID of your organisation"},
    {.name = "tenants",
     .kind = Kind::kList,
     .hint = "write tenants: [ID, ID], when other organisations than `tenant` may use the bot"},
    {.name = "path_secret",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write path_secret: env:NAME; it ends the messaging endpoint, /hooks/ACCOUNT/SECRET"},
    {.name = "help_channels",
     .kind = Kind::kList,
     .hint = "write help_channels: ['19:...@thread.tacv2'], channels where every message is a question"},
    {.name = "desk_channels",
     .kind = Kind::kList,
     .hint = "write desk_channels: ['19:...@thread.tacv2'], the channels of this account under desk.channels"},
    {.name = "forms",
     .kind = Kind::kChoice,
     .fallback = "card",
     .choices = "card|dialog",
     .hint = "write forms: dialog to open forms in a window of their own"},
    {.name = "cloud",
     .kind = Kind::kChoice,
     .identity = true,
     .fallback = "public",
     .choices = "public|gcc|gcc-high|dod",
     .hint = "write cloud: gcc-high for the clouds of the government of the US"},
    {.name = "api_base",
     .kind = Kind::kUrl,
     .identity = true,
     .hint = "write api_base: https:// and the proxy that all calls go through"},
    {.name = "emulator",
     .kind = Kind::kUrl,
     .hint = "write emulator: http://localhost:56150/_connector, for tries with the playground on this machine"},
};

constexpr Cloud kClouds[] = {
    {"public",
     "https://login.microsoftonline.com",
     "https://login.botframework.com/v1/.well-known/openidconfiguration",
     "https://api.botframework.com",
     "https://api.botframework.com/.default",
     "https://smba.trafficmanager.net/teams",
     {"smba.trafficmanager.net", ".botframework.com", ""}},
    {"gcc",
     "https://login.microsoftonline.com",
     "https://login.botframework.com/v1/.well-known/openidconfiguration",
     "https://api.botframework.com",
     "https://api.botframework.com/.default",
     "https://smba.infra.gcc.teams.microsoft.com/teams",
     {"smba.infra.gcc.teams.microsoft.com", "smba.trafficmanager.net", ".botframework.com"}},
    {"gcc-high",
     "https://login.microsoftonline.us",
     "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
     "https://api.botframework.us",
     "https://api.botframework.us/.default",
     "https://smba.infra.gov.teams.microsoft.us/teams",
     {"smba.infra.gov.teams.microsoft.us", ".botframework.azure.us", ""}},
    {"dod",
     "https://login.microsoftonline.us",
     "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
     "https://api.botframework.us",
     "https://api.botframework.us/.default",
     "https://smba.infra.dod.teams.microsoft.us/teams",
     {"smba.infra.dod.teams.microsoft.us", ".botframework.azure.us", ""}},
};

bool IsIn(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// What stands between "://" and the path; empty when it could hide another host.
std::string HostOf(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  const std::string_view host = url.substr(0, url.find_first_of("/?#\\"));
  return host.find('@') == std::string_view::npos ? base::AsciiLower(host) : std::string();
}

bool IsLoopback(std::string_view url) {
  std::string host = HostOf(url);
  if (host.starts_with("[::1]")) return true;
  host = host.substr(0, host.find(':'));
  const bool numbers = std::all_of(host.begin(), host.end(), [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
  return host == "localhost" || (host.starts_with("127.") && numbers);
}

base::Status CheckChannels(const Settings& settings, std::string_view key) {
  for (const std::string& channel : settings.List(key))
    if (!channel.starts_with("19:") || !IsId(channel) || channel.find(';') != std::string::npos)
      return Fail(ErrorCode::kInvalid, std::string(key) + " takes ids, and '" + channel + "' is none",
                  "copy the channel's link: what stands between /channel/ and the next '/', with %3A as ':' and %40 as "
                  "'@', such as 19:abc@thread.tacv2");
  return {};
}

base::Status CheckEmulator(const Settings& settings) {
  if (!settings.Text("app_id").empty() || !settings.SecretOf("app_secret").empty())
    return Fail(ErrorCode::kInvalid, "emulator stands beside app_id or app_secret",
                "a real bot cannot be emulated: remove emulator, or both of them");
  if (!IsLoopback(settings.Text("emulator")))
    return Fail(ErrorCode::kInvalid, "emulator is not on this machine",
                "write emulator: http://localhost:56150/_connector; nothing that comes from it is proven");
  return {};
}

base::Status CheckBot(const Settings& settings) {
  if (!IsGuid(settings.Text("app_id")))
    return Fail(ErrorCode::kInvalid, "app_id is missing or no GUID",
                "copy the Microsoft App ID from the Azure bot's Configuration");
  if (settings.SecretOf("app_secret").empty())
    return Fail(ErrorCode::kInvalid, "app_secret is missing",
                "make a client secret under Certificates & secrets, and write app_secret: env:NAME");
  const std::string& tenant = settings.Text("tenant");
  if (!IsGuid(tenant) && (tenant != "botframework.com" || settings.List("tenants").empty()))
    return Fail(ErrorCode::kInvalid, "tenant is missing or no GUID",
                "copy the App Tenant ID from the Azure bot's Configuration; of an old multi-tenant bot write tenant: "
                "botframework.com and the organisations under tenants");
  for (const std::string& one : settings.List("tenants"))
    if (!IsGuid(one))
      return Fail(ErrorCode::kInvalid, "tenants holds '" + one + "', which is no GUID",
                  "write the Directory (tenant) IDs of the organisations");
  return {};
}

}  // namespace

std::span<const SettingField> Fields() { return kFields; }

base::Status CheckAccount(const Settings& settings) {
  TRY_STATUS(IsEmulated(settings) ? CheckEmulator(settings) : CheckBot(settings));
  TRY_STATUS(common::CheckPathSecret(settings.SecretOf("path_secret"), "path_secret"));
  TRY_STATUS(CheckChannels(settings, "help_channels"));
  TRY_STATUS(CheckChannels(settings, "desk_channels"));
  return common::CheckRoomsApart(settings);
}

Capabilities AccountCapabilities() {
  Capabilities can;
  can.retries_events = false;  // the connector may try again, and promises nothing
  can.signs_body = false;
  can.max_request = kMaxRequest;
  can.answer_deadline = std::chrono::seconds(15);
  can.answer_wait = std::chrono::seconds(3);  // after five, the client shows an error
  can.max_text = kMaxUserText;
  can.knows_users = true;
  can.message_limit = kMaxText;
  can.unit = Capabilities::Unit::kBytes;
  can.buttons = kMaxOptions;
  can.button_label = kMaxLabel;
  can.cards = true;
  can.forms = true;
  can.threads = true;
  can.edits = true;
  can.files = true;
  can.typing = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

const Cloud& CloudOf(const Settings& settings) {
  for (const Cloud& cloud : kClouds)
    if (cloud.name == settings.Text("cloud")) return cloud;
  return kClouds[0];
}

bool IsEmulated(const Settings& settings) { return !settings.Text("emulator").empty(); }

std::string BotId(const Settings& settings) { return "28:" + settings.Text("app_id"); }

bool TakesTenant(const Settings& settings, std::string_view tenant) {
  if (IsEmulated(settings)) return true;
  return !tenant.empty() && (tenant == settings.Text("tenant") || IsIn(settings.List("tenants"), tenant));
}

bool HearsAll(const Settings& settings, std::string_view channel) {
  return IsIn(settings.List("help_channels"), channel) || IsIn(settings.List("desk_channels"), channel);
}

bool IsServiceUrl(const Settings& settings, std::string_view url) {
  if (IsEmulated(settings)) {
    const std::string& emulator = settings.Text("emulator");
    return url == emulator || url.starts_with(emulator + "/");
  }
  if (!url.starts_with("https://") || url.size() > kMaxId) return false;
  if (std::any_of(url.begin(), url.end(), [](char c) { return c <= ' ' || c >= 0x7F || c == '?' || c == '#'; }))
    return false;
  const std::string host = HostOf(url);
  const auto& hosts = CloudOf(settings).hosts;
  return !host.empty() && std::any_of(hosts.begin(), hosts.end(), [&](std::string_view one) {
    return !one.empty() && (one.front() == '.' ? host.ends_with(one) : host == one);
  });
}

std::string ServiceOf(const Settings& settings, const base::ReplyPath* path) {
  std::string url(IsEmulated(settings) ? std::string_view(settings.Text("emulator")) : CloudOf(settings).service);
  if (path != nullptr && IsServiceUrl(settings, path->words)) url = path->words;
  while (url.ends_with('/')) url.pop_back();
  return Called(settings, url);
}

std::string Called(const Settings& settings, std::string_view url) {
  const std::string& stand_in = settings.Text("api_base");
  if (stand_in.empty() || IsEmulated(settings)) return std::string(url);
  const auto scheme = url.find("://");
  const auto path = scheme == std::string_view::npos ? scheme : url.find('/', scheme + 3);
  return stand_in + std::string(path == std::string_view::npos ? std::string_view() : url.substr(path));
}

bool IsId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxId && id.find("..") == std::string_view::npos &&
         std::all_of(id.begin(), id.end(), [](char c) { return c > ' ' && c < 0x7F && c != '/' && c != '\\'; });
}

bool IsGuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'))) return false;
  }
  return true;
}

}  // namespace frontdesk::adapters::teams
