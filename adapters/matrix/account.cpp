#include "adapters/matrix/account.h"

#include <algorithm>

#include "adapters/matrix/wire.h"

namespace frontdesk::adapters::matrix {

namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr std::size_t kLeastSecret = 16;
constexpr std::size_t kMaxUserId = 255;
constexpr std::size_t kMaxEvent = 65'536;
// As text and as HTML, and both escaped, this stays under an event's 65,536 bytes, also when it replaces another.
constexpr std::size_t kMaxMessage = 10'000;
constexpr double kSendsPerSecond = 10;
constexpr double kBurst = 20;

constexpr SettingField kApiBase = {
    .name = "api_base",
    .kind = Kind::kUrl,
    .required = true,
    .identity = true,
    .hint = "write api_base: https://matrix.example.org, the homeserver's address for clients"};
constexpr SettingField kUser = {.name = "user",
                                .required = true,
                                .identity = true,
                                .hint = "write user: '@support:example.org', the bot's user on the homeserver"};
constexpr SettingField kInvites = {
    .name = "invites_from",
    .kind = Kind::kList,
    .hint = "write invites_from: [example.org, '@ann:other.org'], servers and users whose invitations the bot accepts"};
constexpr SettingField kHelp = {
    .name = "help_channels",
    .kind = Kind::kList,
    .hint = "write help_channels: ['!abc:example.org'], ids of rooms where every message is a question"};
constexpr SettingField kDesk = {
    .name = "desk_channels",
    .kind = Kind::kList,
    .hint = "write desk_channels: ['!abc:example.org'], ids of the rooms of this account under desk.channels"};
constexpr SettingField kSigns = {
    .name = "choice_reactions",
    .kind = Kind::kFlag,
    .fallback = "false",
    .hint = "write choice_reactions: true to have the bot put a number key under its questions for each choice"};

constexpr SettingField kClientFields[] = {
    kApiBase,
    kUser,
    {.name = "access_token",
     .kind = Kind::kSecret,
     .hint = "write access_token: env:NAME, a token of the bot's user, where its password is not to be given"},
    {.name = "password",
     .kind = Kind::kSecret,
     .hint = "write password: env:NAME, the password of the bot's user; it is used to sign in"},
    {.name = "device",
     .fallback = "FRONTDESK",
     .hint = "write device: FRONTDESK, the device as which the bot signs in with its password"},
    kInvites,
    kHelp,
    kDesk,
    kSigns,
};

constexpr SettingField kServiceFields[] = {
    kApiBase,
    kUser,
    {.name = "as_token",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write as_token: env:NAME, the as_token of the registration file"},
    {.name = "hs_token",
     .kind = Kind::kSecret,
     .required = true,
     .hint = "write hs_token: env:NAME, the hs_token of the registration file"},
    {.name = "group_channels",
     .kind = Kind::kList,
     .hint = "write group_channels: ['!abc:example.org'], ids of rooms where the bot answers to its name only"},
    kInvites,
    kHelp,
    kDesk,
    kSigns,
};

bool IsIn(const std::vector<std::string>& list, std::string_view one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

base::Status CheckRooms(const Settings& settings, std::string_view key) {
  for (const std::string& room : settings.List(key)) {
    if (room.starts_with('!') && IsRoomId(room)) continue;
    return Fail(ErrorCode::kInvalid, std::string(key) + " takes ids of rooms, and '" + room + "' is none",
                "open the room's settings in Element, Advanced: the internal room ID begins with !");
  }
  return {};
}

base::Status CheckInvites(const Settings& settings) {
  for (const std::string& one : settings.List("invites_from")) {
    const bool server = one.find_first_of("@# \t/") == std::string::npos && !one.empty();
    if (server || IsUserId(one)) continue;
    return Fail(ErrorCode::kInvalid, "invites_from takes servers and users, and '" + one + "' is neither",
                "write example.org, '@ann:example.org', or '*' for everybody");
  }
  return {};
}

base::Status CheckShared(const Settings& settings) {
  if (!IsUserId(UserOf(settings)))
    return Fail(ErrorCode::kInvalid, "user is no id of a user", "write it whole: '@support:example.org'");
  for (const char* key : {"help_channels", "desk_channels", "group_channels"}) TRY_STATUS(CheckRooms(settings, key));
  TRY_STATUS(CheckInvites(settings));
  for (const std::string& room : settings.List("desk_channels"))
    if (IsIn(settings.List("help_channels"), room) || IsIn(settings.List("group_channels"), room))
      return Fail(ErrorCode::kInvalid, "the room " + room + " is in desk_channels and in another list",
                  "keep it where it belongs: users ask in the one, agents work in the other");
  return {};
}

Capabilities Shared() {
  Capabilities can;
  can.retries_events = true;
  can.signs_body = false;
  can.max_text = kMaxEvent;
  can.deduplicates_sends = true;
  can.message_limit = kMaxMessage;
  can.unit = Capabilities::Unit::kBytes;
  can.threads = true;
  can.edits = true;
  can.files = true;
  can.typing = true;
  can.sends_per_second = kSendsPerSecond;
  can.burst = kBurst;
  return can;
}

}  // namespace

std::span<const SettingField> ClientFields() { return kClientFields; }
std::span<const SettingField> ServiceFields() { return kServiceFields; }

base::Status CheckClient(const Settings& settings) {
  TRY_STATUS(CheckShared(settings));
  const bool token = !settings.SecretOf("access_token").empty(), password = !settings.SecretOf("password").empty();
  if (token == password)
    return Fail(ErrorCode::kInvalid,
                token ? "access_token and password exclude each other" : "access_token or password is missing",
                "write password: env:NAME to have the bot sign in, or access_token: env:NAME of a device that is "
                "signed in already");
  if (!IsDevice(settings.Text("device")))
    return Fail(ErrorCode::kInvalid, "device takes letters, digits, '-', '_' and '.'", "write device: FRONTDESK");
  return {};
}

base::Status CheckService(const Settings& settings) {
  TRY_STATUS(CheckShared(settings));
  const std::string& hs = settings.SecretOf("hs_token").Reveal();
  if (hs.size() < kLeastSecret)
    return Fail(ErrorCode::kInvalid, "hs_token is too short", "make one with: openssl rand -hex 32");
  if (settings.SecretOf("as_token").Matches(hs))
    return Fail(ErrorCode::kInvalid, "as_token and hs_token are the same", "make two: openssl rand -hex 32");
  return {};
}

Capabilities ClientCapabilities() { return Shared(); }

Capabilities ServiceCapabilities() {
  Capabilities can = Shared();
  can.refusal_status = 403;
  can.max_request = kMaxTransaction;
  can.answer_deadline = std::chrono::seconds(10);
  return can;
}

bool IsService(const Settings& settings) { return !settings.SecretOf("as_token").empty(); }

const std::string& UserOf(const Settings& settings) { return settings.Text("user"); }

bool IsUserId(std::string_view id) {
  const auto colon = id.find(':');
  return id.size() > 3 && id.size() <= kMaxUserId && id.front() == '@' && colon != std::string_view::npos &&
         colon > 1 && colon + 1 < id.size() && IsPlain(id);
}

std::string_view ServerOf(std::string_view user) {
  const auto colon = user.find(':');
  return colon == std::string_view::npos ? std::string_view() : user.substr(colon + 1);
}

bool HearsAll(const Settings& settings, std::string_view room) {
  return IsIn(settings.List("help_channels"), room) || IsDeskRoom(settings, room);
}

bool IsDeskRoom(const Settings& settings, std::string_view room) { return IsIn(settings.List("desk_channels"), room); }

bool IsNamedGroup(const Settings& settings, std::string_view room) {
  return HearsAll(settings, room) || IsIn(settings.List("group_channels"), room);
}

bool PutsKeys(const Settings& settings) { return settings.Flag("choice_reactions"); }

bool MayInvite(const Settings& settings, std::string_view user) {
  const auto& allowed = settings.List("invites_from");
  if (allowed.empty()) return ServerOf(user) == ServerOf(UserOf(settings));
  return IsIn(allowed, "*") || IsIn(allowed, user) || IsIn(allowed, ServerOf(user));
}

}  // namespace frontdesk::adapters::matrix
