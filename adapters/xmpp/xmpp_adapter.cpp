#include "adapters/xmpp/xmpp_adapter.h"

#include <algorithm>

#include "adapters/xmpp/features.h"
#include "adapters/xmpp/inbound.h"
#include "adapters/xmpp/outbound.h"
#include "adapters/xmpp/upload.h"
#include "bot/base/jid.h"
#include "bot/base/text.h"
#include "bot/base/xml.h"

namespace frontdesk::adapters::xmpp {
namespace {

using base::ErrorCode;
using base::Fail;
using Kind = SettingField::Kind;

constexpr SettingField kFields[] = {
    {.name = "jid", .kind = Kind::kText, .required = true, .identity = true, .hint = "write jid: bot@example.com"},
    {.name = "password", .kind = Kind::kSecret, .required = true, .hint = "write password: env:XMPP_PASSWORD"},
    {.name = "component", .kind = Kind::kFlag, .fallback = "false"},
    {.name = "host", .kind = Kind::kText, .hint = "write host: xmpp.example.com, only when DNS does not say it"},
    {.name = "port", .kind = Kind::kNumber, .hint = "write port: 5222"},
    {.name = "tls", .kind = Kind::kChoice, .fallback = "starttls", .choices = "starttls|direct|none"},
    {.name = "ca_file", .kind = Kind::kText, .hint = "write ca_file: /etc/ssl/our-ca.pem"},
    {.name = "nick", .kind = Kind::kText, .fallback = "Frontdesk"},
    {.name = "rooms", .kind = Kind::kList, .hint = "write rooms: [team@rooms.example.com]"},
    {.name = "help_rooms", .kind = Kind::kList, .hint = "write help_rooms: [help@rooms.example.com]"},
    {.name = "upload", .kind = Kind::kText, .hint = "write upload: upload.example.com"},
    {.name = "file_hosts", .kind = Kind::kList, .hint = "write file_hosts: [upload.example.com]"},
    {.name = "ignore", .kind = Kind::kList, .hint = "write ignore: [otherbot@example.com]"},
};

constexpr std::size_t kMaxStanza = 512 << 10;
constexpr std::int64_t kMaxPort = 65'535;
constexpr int kSlotAnswered = 1;  // answers in hand
constexpr int kFileStored = 2;

Recipient RecipientOf(const Sending& sending, const Settings& settings) {
  const base::Address& address = sending.address;
  const View view = ViewOf(settings);
  const bool in_room = view.RoomOf(address.channel) != nullptr;
  const bool has_nick = !base::ResourceOf(address.channel).empty();
  return {.to = address.channel,
          .is_room = in_room && !has_nick,
          .is_aside = in_room && has_nick,
          .takes_forms = sending.reader == kFormReader};
}

base::Result<Step> NextOfFile(const Sending& sending, const base::FileRef& file, Env env) {
  if (sending.answers.empty()) return Frame{ToXml(SlotRequest(env.settings.Text("upload"), file)), {}};
  TRY(const base::XmlElement answer, base::ReadXml(sending.answers[0].body, kMaxStanza));
  TRY(const Slot slot, SlotIn(answer));
  if (sending.answers.size() == kSlotAnswered) {
    TRY(std::string bytes, sending.read_file(file));
    return PutFile(slot, file, std::move(bytes));
  }
  static_assert(kFileStored == kSlotAnswered + 1);
  const Recipient recipient = RecipientOf(sending, env.settings);
  return Frame{ToXml(FileStanza(sending.row, sending.part, slot.get, recipient)), StanzaId(sending.row, sending.part)};
}

base::Status CheckJid(const std::string& jid, std::string_view key) {
  const base::Jid parts = base::SplitJid(jid);
  if (!parts.local.empty() && !parts.domain.empty()) return {};
  return Fail(ErrorCode::kInvalid, "'" + std::string(key) + "' holds " + jid + ", which is no name@domain",
              key == "jid" ? "write jid: bot@example.com; a component's domain alone needs component: true"
                           : "write " + std::string(key) + ": [team@rooms.example.com]");
}

base::Status CheckRooms(const Settings& settings) {
  const auto& rooms = settings.List("rooms");
  for (const std::string& room : settings.List("help_rooms"))
    if (std::find(rooms.begin(), rooms.end(), room) != rooms.end()) {
      return Fail(ErrorCode::kInvalid, room + " stands in 'rooms' and in 'help_rooms'",
                  "leave it in help_rooms when every word there is for the bot, else in rooms");
    }
  return {};
}

bool IsHostName(std::string_view host) { return host.find_first_of("/@ \t") == std::string_view::npos; }

base::Status CheckAddress(const Settings& settings) {
  for (const std::string_view key : {"host", "upload"})
    if (!IsHostName(settings.Text(key))) {
      return Fail(ErrorCode::kInvalid, "'" + std::string(key) + "' holds more than a host name",
                  "write " + std::string(key) + ": xmpp.example.com, without https:// and port");
    }
  const std::int64_t port = settings.Number("port");
  if (!settings.Text("port").empty() && (port < 1 || port > kMaxPort)) {
    return Fail(ErrorCode::kInvalid, "'port' must be from 1 to 65535", "write port: 5222");
  }
  if (settings.Flag("component") && settings.Text("jid").find('@') != std::string::npos) {
    return Fail(ErrorCode::kInvalid, "the 'jid' of a component is its domain", "write jid: bot.example.com");
  }
  const std::string& host = settings.Text("host");
  const bool is_here = host == "localhost" || host == "::1" || host.starts_with("127.");
  if (settings.Text("tls") == "none" && !is_here && !settings.Flag("component")) {
    return Fail(ErrorCode::kInvalid, "'tls: none' would send everything in the open",
                "write tls: starttls, or host: 127.0.0.1 when the server is on this machine");
  }
  return {};
}

}  // namespace

View ViewOf(const Settings& settings) {
  View view;
  view.account = settings.account;
  view.jid = settings.Text("jid");
  view.ignored = settings.List("ignore");
  const auto add = [&](const std::string& name, bool is_help) {
    const std::string jid = base::BareJid(name);
    view.rooms[jid] = {.jid = jid, .nick = settings.Text("nick"), .is_help = is_help};
  };
  for (const std::string& room : settings.List("rooms")) add(room, false);
  for (const std::string& room : settings.List("help_rooms")) add(room, true);
  return view;
}

std::string XmppAdapter::Spelled(std::string_view id) const {
  const std::string_view resource = base::ResourceOf(id);
  return base::BareJid(id) + (resource.empty() ? "" : "/" + std::string(resource));
}

Capabilities XmppAdapter::capabilities() const {
  Capabilities can;
  can.retries_events = true;
  can.max_request = kMaxStanza;
  can.max_text = kMaxText;
  can.knows_users = true;
  can.message_limit = kMaxBody;
  can.files = true;
  can.forms = true;  // where the reader's program shows them; its text asks the first question
  return can;
}

std::span<const SettingField> XmppAdapter::fields() const { return kFields; }

base::Status XmppAdapter::CheckSettings(const Settings& settings) const {
  const bool is_component = settings.Flag("component");
  if (!is_component) TRY_STATUS(CheckJid(settings.Text("jid"), "jid"));
  for (const std::string_view list : {"rooms", "help_rooms"})
    for (const std::string& room : settings.List(list)) TRY_STATUS(CheckJid(room, list));
  TRY_STATUS(CheckRooms(settings));
  if (is_component && settings.Text("host").empty()) {
    return Fail(ErrorCode::kInvalid, "a component needs 'host'",
                "write host: 127.0.0.1, or where its XMPP server is, and its port, usually 5347");
  }
  return CheckAddress(settings);
}

base::Result<Verified> XmppAdapter::Verify(const RawRequest& request, Env) const {
  TRY(const base::XmlElement stanza, base::ReadXml(request.body, kMaxStanza));
  return Verified(Verified::Proof::kSession, base::BareJid(stanza.Attribute("from")), request);
}

base::Result<Parsed> XmppAdapter::Parse(const Verified& request, Env env) const {
  TRY(const base::XmlElement stanza, base::ReadXml(request.request().body, kMaxStanza));
  std::vector<base::Event> events;
  if (auto event = EventOf(stanza, ViewOf(env.settings), env.now)) events.push_back(std::move(*event));
  return events;
}

HttpAnswer XmppAdapter::Answer(const base::Status&) const { return {}; }

base::Result<Step> XmppAdapter::Next(const Sending& sending, Env env) const {
  const bool uploads = !env.settings.Text("upload").empty();
  base::Message words = sending.message;
  if (uploads) words.files.clear();
  const auto stanzas = MessageStanzas(sending.row, words, RecipientOf(sending, env.settings), env.settings.public_url);
  const auto part = static_cast<std::size_t>(sending.part);
  if (part < stanzas.size()) return Frame{ToXml(stanzas[part]), StanzaId(sending.row, sending.part)};
  const std::size_t file = part - stanzas.size();
  if (!uploads || file >= sending.message.files.size()) return Done{};
  return NextOfFile(sending, sending.message.files[file], env);
}

// Users name any address they like: only those that the admin knows are gone to. Other files stay a link in the text.
base::Result<std::variant<Call, std::string>> XmppAdapter::Next(const base::FileRef& file,
                                                                std::span<const HttpAnswer> answers, Env env) const {
  if (!answers.empty()) return answers.front().body;
  constexpr std::string_view kSecure = "https://", kPlain = "http://";
  std::string_view rest = file.remote;
  const bool is_web = rest.starts_with(kSecure) || rest.starts_with(kPlain);
  if (is_web) rest.remove_prefix(rest.starts_with(kSecure) ? kSecure.size() : kPlain.size());
  const std::string host = base::AsciiLower(rest.substr(0, rest.find_first_of("/?#")));
  const auto& known = env.settings.List("file_hosts");
  if (!is_web || std::find(known.begin(), known.end(), host) == known.end()) {
    return Fail(ErrorCode::kForbidden, "the file is not on one of file_hosts");
  }
  Call call;
  call.method = "GET";
  call.url = file.remote;
  return call;
}

SendResult XmppAdapter::Classify(const Call&, const CallResult& result) const {
  SendResult sent;
  // The upload shows nothing to anybody, so it may be made again.
  sent.kind = SendResult::Kind::kRetry;
  if (!result.answer) return sent;
  const int status = result.answer->status;
  sent.reason = "the upload service answered " + std::to_string(status);
  // 409: the bytes are there already, from an attempt whose answer was lost.
  if ((status >= 200 && status < 300) || status == 409) {
    sent = {.kind = SendResult::Kind::kSent};
  } else if (status == 413 || status == 415) {
    sent.kind = SendResult::Kind::kRejected;
  }
  return sent;
}

}  // namespace frontdesk::adapters::xmpp
