// One XMPP account at work: its session's stanzas become events, its rooms are joined and joined again, what was said
// while we were away is read from the archives, and its words go out over the session.
//
// A message counts as received at its server only once its event is committed (Handled), and its archive is read on
// from the last message before which all are committed: what is read twice is a duplicate and changes nothing.
//
// Ownership: owns its session; borrows the rest, which outlives it. Threads: Run on one; Tick on another, about once a
// second; FrameWay's functions on the outbox's.
// Failure: trouble of the connection is state(), shown by /readyz and the log; events that cannot be taken are tried
// again at the next Tick.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

#include "adapters/xmpp/view.h"
#include "bot/core/intake.h"
#include "bot/net/xmpp_session.h"
#include "bot/runtime/archive_track.h"
#include "bot/runtime/frame_way.h"

namespace frontdesk::runtime {

inline constexpr base::Millis kSelfPingEvery = std::chrono::minutes(2);
inline constexpr base::Millis kEchoWait{5'000};
// How far back an archive is read that no longer knows our place; what we had taken is recognised and left alone.
inline constexpr base::Millis kLookBack = std::chrono::hours(24);
inline constexpr std::size_t kMaxRetaken = 1'000;
inline constexpr std::size_t kMaxReaders = 10'000;

class XmppAccount final : public FrameWay {
 public:
  struct Parts {
    store::Store& store;
    core::Writer& writer;
    core::Intake& intake;
    const base::Clock& clock;
    base::Random& random;
  };
  static base::Result<std::unique_ptr<XmppAccount>> Open(const adapters::Settings& settings, Parts parts);

  void Run() { session_->Run(); }
  void Stop();
  void Tick();
  net::XmppState state() const { return session_->State(); }

  adapters::SendResult Deliver(const adapters::Frame& frame) override;
  base::Result<std::string> Ask(const adapters::Frame& frame) override;
  std::string ReaderOf(const base::Address& address) const override;
  std::optional<bool> Arrived(const adapters::Frame& frame, base::TimePoint since) override;

 private:
  using Lock = std::lock_guard<std::recursive_mutex>;

  // A message on its way into the store.
  struct Incoming {
    base::Event event;
    std::uint64_t number = 0;  // of the session; 0: from an archive
    std::string archive;       // of its place there; `place` empty: none
    std::string place;
    std::string receipt;  // to be sent once it is stored; may be empty
  };
  struct Archive {
    ArchiveTrack track;
    bool catching_up = false;
    std::string query;
  };
  // What became of a frame on its way.
  struct Waiting {
    std::optional<net::SendOutcome> outcome;
    std::optional<adapters::SendResult> word;  // an echo or an error of the other side
  };
  struct RoomCare {
    std::optional<base::TimePoint> rejoin_at;
    base::TimePoint next_ping;
  };

  XmppAccount(const adapters::Settings& settings, Parts parts);
  base::Status LoadCursors();

  // --- xmpp_account.cpp: on the session's thread
  void OnOnline(const net::XmppOnline& online);
  void OnStanza(net::XmppDelivery delivery);
  void OnPresence(const base::XmlElement& presence);
  void OnMessage(const base::XmlElement& message, std::uint64_t number);
  bool TakeArchived(const base::XmlElement& message);
  void TakeMessage(const base::XmlElement& message, std::uint64_t number, std::string archive, std::string place);
  void TakeEvent(Incoming incoming);
  void EndMessage(const Incoming& incoming);
  void Join(adapters::xmpp::Room& room);
  void OpenRoom(const adapters::xmpp::Room& room);
  void Retake();
  void CareForRooms();
  void SaveCursors();

  // --- xmpp_catch_up.cpp
  void CatchUp(const std::string& archive);
  void AskPage(const std::string& archive, const std::string& cursor);
  void EndPage(const std::string& archive, const base::Result<base::XmlElement>& answer);

  // --- xmpp_frames.cpp
  void GetToKnow(const std::string& jid);
  void Hear(const std::string& id, adapters::SendResult word);
  adapters::SendResult Await(const std::string& id, bool in_room);
  std::optional<base::XmlElement> AskAndWait(const std::string& iq);
  // Reads an archive page by page until the message is found or none is left; nothing when it cannot be known.
  using PageQuery = std::function<base::XmlElement(const std::string& after)>;
  std::optional<bool> FindSent(const std::string& id, const std::string& query, const PageQuery& page_after);

  const std::string account_;
  const bool component_;
  Parts parts_;
  std::unique_ptr<net::XmppSession> session_;
  // The session may answer within a call of ours.
  mutable std::recursive_mutex mutex_;
  std::condition_variable_any changed_;
  adapters::xmpp::View view_;
  std::map<std::string, Archive> archives_;  // "" is our own
  std::map<std::string, RoomCare> rooms_;
  std::map<std::string, Waiting> waiting_;              // by stanza id
  std::map<std::string, std::set<std::string>> found_;  // ids of our own messages, by query
  std::map<std::string, std::string> readers_;          // bare JID -> Sending::reader; "" while not known
  std::vector<Incoming> refused_;
  bool stopping_ = false;
};

}  // namespace frontdesk::runtime
