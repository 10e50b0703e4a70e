#include "bot/runtime/xmpp_account.h"

#include "adapters/xmpp/archive.h"
#include "adapters/xmpp/inbound.h"
#include "adapters/xmpp/room.h"
#include "adapters/xmpp/xmpp_adapter.h"
#include "bot/base/log.h"
#include "bot/runtime/incoming_files.h"

namespace frontdesk::runtime {

namespace xmpp = adapters::xmpp;
using adapters::SendResult;

namespace {

net::XmppOptions OptionsOf(const adapters::Settings& settings) {
  net::XmppOptions options;
  options.component = settings.Flag("component");
  options.jid = settings.Text("jid");
  options.password = settings.SecretOf("password");
  options.host = settings.Text("host");
  options.port = static_cast<std::uint16_t>(settings.Number("port"));
  options.ca_file = settings.Text("ca_file");
  const std::string& tls = settings.Text("tls");
  options.tls = tls == "direct" ? net::XmppTls::kDirect : tls == "none" ? net::XmppTls::kNone : net::XmppTls::kStartTls;
  return options;
}

std::string CursorName(const std::string& archive) { return "archive:" + archive; }

SendResult WordOf(const xmpp::Bounce& bounce) {
  SendResult word;
  word.kind = bounce.is_gone                           ? SendResult::Kind::kGone
              : bounce.try_later || bounce.not_in_room ? SendResult::Kind::kRetry
                                                       : SendResult::Kind::kRejected;
  word.reason = bounce.condition;
  return word;
}

}  // namespace

XmppAccount::XmppAccount(const adapters::Settings& settings, Parts parts)
    : account_(settings.account),
      component_(settings.Flag("component")),
      parts_(parts),
      view_(xmpp::ViewOf(settings)) {}

base::Result<std::unique_ptr<XmppAccount>> XmppAccount::Open(const adapters::Settings& settings, Parts parts) {
  std::unique_ptr<XmppAccount> account(new XmppAccount(settings, parts));
  TRY_STATUS(account->LoadCursors());
  XmppAccount* self = account.get();
  net::XmppHandler handler;
  handler.on_online = [self](const net::XmppOnline& online) { self->OnOnline(online); };
  handler.on_offline = [name = account->account_](net::XmppTrouble trouble, const std::string& reason) {
    base::Log(base::LogLevel::kWarning, "xmpp.offline",
              {{"account", name}, {"trouble", std::string(net::ToString(trouble))}, {"reason", reason}});
  };
  handler.on_stanza = [self](net::XmppDelivery delivery) { self->OnStanza(std::move(delivery)); };
  TRY(account->session_, net::NewXmppSession(OptionsOf(settings), std::move(handler), parts.random));
  return account;
}

base::Status XmppAccount::LoadCursors() {
  std::vector<std::string> archives = {""};
  for (const auto& [jid, room] : view_.rooms) archives.push_back(jid);
  for (const std::string& archive : archives) {
    TRY(std::string cursor, parts_.store.LoadCursor(account_, CursorName(archive)));
    ArchiveTrack& track = archives_[archive].track;
    track = ArchiveTrack(std::move(cursor));
    // What was said before our first day is not ours to answer.
    if (track.cursor().empty()) track.Set(xmpp::CursorAt(parts_.clock.Now()));
  }
  return {};
}

void XmppAccount::Stop() {
  {
    const Lock lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  session_->Stop();
  SaveCursors();
}

void XmppAccount::OnOnline(const net::XmppOnline& online) {
  base::Log(base::LogLevel::kInfo, "xmpp.online", {{"account", account_}, {"resumed", online.resumed}});
  const Lock lock(mutex_);
  view_.jid = online.jid;
  changed_.notify_all();
  if (online.resumed) return;
  // A place to begin is stored before the first event behind it: writes are done in order.
  SaveCursors();
  if (!component_) session_->Send(base::ToXml({"presence", "jabber:client"}), nullptr);
  for (auto& [jid, room] : view_.rooms) {
    room.joined = false;
    room.people.clear();
    Join(room);
  }
  for (auto& [jid, archive] : archives_) archive.catching_up = false;
  if (!component_) CatchUp("");  // a component has no archive of its own
}

void XmppAccount::Join(xmpp::Room& room) {
  rooms_[room.jid].rejoin_at.reset();
  session_->Send(base::ToXml(xmpp::JoinStanza(room)), nullptr);
}

// Nobody else can speak in a room that we have made until it is configured.
void XmppAccount::OpenRoom(const xmpp::Room& room) {
  base::Log(base::LogLevel::kWarning, "xmpp.room_made", {{"account", account_}, {"room", room.jid}});
  session_->Ask(base::ToXml(xmpp::UnlockRoom(room)), kFrameTimeout, [](const base::Result<base::XmlElement>&) {});
}

void XmppAccount::OnStanza(net::XmppDelivery delivery) {
  const Lock lock(mutex_);
  if (delivery.stanza.name == "presence") {
    OnPresence(delivery.stanza);
    if (delivery.number != 0) session_->Handled(delivery.number);
    return;
  }
  OnMessage(delivery.stanza, delivery.number);
}

void XmppAccount::OnPresence(const base::XmlElement& presence) {
  if (const auto accept = xmpp::AcceptSubscription(presence)) return session_->Send(base::ToXml(*accept), nullptr);
  const xmpp::Room* known = view_.RoomOf(presence.Attribute("from"));
  if (known == nullptr) return;
  xmpp::Room& room = view_.rooms.find(known->jid)->second;
  const xmpp::RoomChange change = xmpp::OnRoomPresence(room, presence);
  using Kind = xmpp::RoomChange::Kind;
  if (change.kind == Kind::kNone) return;
  if (change.kind == Kind::kNickTaken) return Join(room);
  if (change.kind == Kind::kJoined || change.kind == Kind::kCreated) {
    if (change.kind == Kind::kCreated) OpenRoom(room);
    rooms_[room.jid].next_ping = parts_.clock.Now() + kSelfPingEvery;
    return CatchUp(room.jid);
  }
  base::Log(base::LogLevel::kWarning, "xmpp.room_lost",
            {{"account", account_}, {"room", room.jid}, {"reason", change.reason}});
  if (change.again) rooms_[room.jid].rejoin_at = parts_.clock.Now() + *change.again;
}

void XmppAccount::OnMessage(const base::XmlElement& message, std::uint64_t number) {
  if (TakeArchived(message)) {
    if (number != 0) session_->Handled(number);
    return;
  }
  if (const auto bounce = xmpp::BounceOf(message)) {
    Hear(bounce->id, WordOf(*bounce));
    const xmpp::Room* room = bounce->not_in_room ? view_.RoomOf(message.Attribute("from")) : nullptr;
    if (room != nullptr) Join(view_.rooms.find(room->jid)->second);
  } else if (const std::string echo = xmpp::EchoOf(message, view_); !echo.empty()) {
    Hear(echo, {SendResult::Kind::kSent});
  }
  if (const auto invite = xmpp::InviteIn(message)) {
    base::Log(base::LogLevel::kInfo, "xmpp.invited", {{"account", account_}, {"room", invite->room}});
  }
  const xmpp::ArchivePlace place = xmpp::PlaceInArchive(message, view_);
  TakeMessage(message, number, place.archive, place.id);
}

// A result of a query of ours; true when it was one.
bool XmppAccount::TakeArchived(const base::XmlElement& message) {
  for (auto& [jid, archive] : archives_) {
    if (!archive.catching_up) continue;
    const auto archived = xmpp::ArchivedIn(message, view_, jid, archive.query);
    if (!archived) continue;
    TakeMessage(archived->message, 0, jid, archived->id);
    return true;
  }
  for (auto& [query, ids] : found_) {
    const auto own = xmpp::FoundIn(message, view_, query);
    if (!own) continue;
    ids.insert(*own);
    return true;
  }
  return false;
}

void XmppAccount::TakeMessage(const base::XmlElement& message, std::uint64_t number, std::string archive,
                              std::string place) {
  Incoming incoming;
  incoming.number = number;
  incoming.archive = std::move(archive);
  // While an archive is being read, its own order counts; what comes by itself meanwhile is read there again.
  const auto track = archives_.find(incoming.archive);
  const bool counts = track != archives_.end() && (number == 0 || !track->second.catching_up);
  if (counts) incoming.place = std::move(place);
  if (!incoming.place.empty()) track->second.track.Begin(incoming.place);
  auto event = xmpp::EventOf(message, view_, parts_.clock.Now());
  if (!event) return EndMessage(incoming);
  if (const std::string name = xmpp::NameOf(message, view_); !name.empty()) view_.recent.Remember(name, event->id);
  if (const auto receipt = xmpp::ReceiptFor(message, view_); receipt && number != 0)
    incoming.receipt = base::ToXml(*receipt);
  if (number != 0 && view_.RoomOf(message.Attribute("from")) == nullptr)
    GetToKnow(std::string(message.Attribute("from")));
  std::vector<base::Event> named;
  named.push_back(std::move(*event));
  NameFiles(named, parts_.random);
  incoming.event = std::move(named.front());
  TakeEvent(std::move(incoming));
}

// Intake answers from another thread, or at once when it is full.
void XmppAccount::TakeEvent(Incoming incoming) {
  auto shared = std::make_shared<Incoming>(std::move(incoming));
  const auto end = [this, shared](const base::Status& status) {
    const Lock lock(mutex_);
    if (status) return EndMessage(*shared);
    if (refused_.size() < kMaxRetaken) refused_.push_back(std::move(*shared));
  };
  base::Event event = shared->event;
  parts_.intake.Take(std::move(event), false, end);
}

void XmppAccount::EndMessage(const Incoming& incoming) {
  if (!incoming.place.empty()) archives_[incoming.archive].track.End(incoming.place);
  if (incoming.number != 0) session_->Handled(incoming.number);
  if (!incoming.receipt.empty()) session_->Send(incoming.receipt, nullptr);
}

void XmppAccount::Tick() {
  Retake();
  CareForRooms();
  SaveCursors();
}

void XmppAccount::Retake() {
  const Lock lock(mutex_);
  std::vector<Incoming> again = std::move(refused_);
  refused_.clear();
  for (Incoming& incoming : again) TakeEvent(std::move(incoming));
}

void XmppAccount::CareForRooms() {
  const Lock lock(mutex_);
  const base::TimePoint now = parts_.clock.Now();
  for (auto& [jid, room] : view_.rooms) {
    RoomCare& care = rooms_[jid];
    if (!room.joined && care.rejoin_at && *care.rejoin_at <= now) Join(room);
    if (!room.joined || now < care.next_ping) continue;
    care.next_ping = now + kSelfPingEvery;
    const auto hear = [this, name = jid](const base::Result<base::XmlElement>& answer) {
      const Lock inner(mutex_);
      if (!answer || xmpp::IsStillIn(*answer)) return;
      xmpp::Room& lost = view_.rooms.find(name)->second;
      lost.joined = false;
      Join(lost);
    };
    session_->Ask(base::ToXml(xmpp::SelfPing(room)), kFrameTimeout, hear);
  }
}

void XmppAccount::SaveCursors() {
  const Lock lock(mutex_);
  for (auto& [jid, archive] : archives_) {
    const auto moved = archive.track.TakeMoved();
    if (!moved) continue;
    parts_.writer.Submit({store::SaveCursor{{account_, CursorName(jid), *moved}}, {}, false, {}},
                         [](store::WriteOp&) {});
  }
}

}  // namespace frontdesk::runtime
