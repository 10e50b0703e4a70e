#include "bot/store/sqlite_rows.h"

#include <algorithm>

namespace frontdesk::store {

namespace {

// One constant for each, so that each gets the index that fits it.
#define FD_TICKET_LIST(STATE, QUEUE, OWNER) FD_TICKET_LIST_BY("", STATE, QUEUE, OWNER)
#define FD_TICKET_LIST_BY(INDEX, STATE, QUEUE, OWNER) \
  "SELECT " FD_TICKET_COLUMNS " FROM ticket" INDEX    \
  " WHERE number < ?1 AND ?2 = ?2 AND ?3 = ?3 AND ?4 = ?4 AND " STATE QUEUE OWNER " ORDER BY number DESC LIMIT ?5"
#define FD_OPEN "state IN " FD_OPEN_STATES
constexpr const char* kTicketLists[2][2][2] = {
    {{FD_TICKET_LIST_BY(" INDEXED BY ticket_open", FD_OPEN, "", ""), FD_TICKET_LIST(FD_OPEN, "", " AND owner = ?4")},
     {FD_TICKET_LIST(FD_OPEN, " AND queue = ?3", ""), FD_TICKET_LIST(FD_OPEN, " AND queue = ?3", " AND owner = ?4")}},
    {{FD_TICKET_LIST("state = ?2", "", ""), FD_TICKET_LIST("state = ?2", "", " AND owner = ?4")},
     {FD_TICKET_LIST("state = ?2", " AND queue = ?3", ""),
      FD_TICKET_LIST("state = ?2", " AND queue = ?3", " AND owner = ?4")}}};

// What was joined with commas.
std::vector<std::string> NamesIn(const std::string& joined) {
  std::vector<std::string> names;
  for (std::size_t at = 0; at < joined.size();) {
    const std::size_t end = std::min(joined.find(',', at), joined.size());
    names.push_back(joined.substr(at, end - at));
    at = end + 1;
  }
  return names;
}

}  // namespace

const char* TicketListSql(bool by_state, bool by_queue, bool by_owner) {
  return kTicketLists[by_state][by_queue][by_owner];
}

void Read(const Statement& from, ConversationRow& row) {
  row.id = from.Int(0);
  row.version = from.Int(1);
  row.address = {from.Text(2), from.Text(3), from.Text(4)};
  row.person = from.Int(5);
  row.speaker = from.Text(6);
  row.holder = from.Text(7);
  row.epoch = from.Int(8);
  row.queue = from.Text(9);
  row.desk = static_cast<DeskState>(from.Int(10));
  row.urgency = static_cast<int>(from.Int(11));
  row.updated = from.Time(12);
  row.state = from.Text(13);
}

void Read(const Statement& from, OpenLineRow& row) {
  row.id = from.Int(0);
  row.queue = from.Text(1);
  row.speaker = from.Text(2);
  row.holder = from.Text(3);
  row.urgency = static_cast<int>(from.Int(4));
  row.since = from.Time(5);
}

void Read(const Statement& from, PersonRow& row) {
  row.id = from.Int(0);
  row.version = from.Int(1);
  row.account = from.Text(2);
  row.platform_id = from.Text(3);
  row.name = from.Text(4);
  row.verified = from.Int(5) != 0;
  row.attributes = from.Text(6);
  row.who = from.Int(7);
  row.user = from.Text(8);
  row.linked = from.Text(9);
}

void Read(const Statement& from, TranscriptRow& row) {
  row.id = from.Int(0);
  row.conversation = from.Int(1);
  row.seq = from.Int(2);
  row.at = from.Time(3);
  row.from = from.Text(4);
  row.internal = from.Int(5) != 0;
  row.event_id = from.Text(6);
  row.body = from.Text(7);
  row.delivery = static_cast<Delivery>(from.Int(8));
}

void Read(const Statement& from, ReplyRow& row) {
  Read(from, row.words);
  row.address = {from.Text(9), from.Text(10), from.Text(11)};
}

void Read(const Statement& from, AgentLinkRow& row) { row = {from.Text(0), from.Text(1), from.Text(2)}; }

void Read(const Statement& from, OutboxRow& row) {
  row.id = from.Int(0);
  row.conversation = from.Int(1);
  row.transcript = from.Int(2);
  row.account = from.Text(3);
  row.epoch = from.Int(4);
  row.lane = static_cast<Lane>(from.Int(5));
  row.not_before = from.Time(6);
  row.state = static_cast<Delivery>(from.Int(7));
  row.claimed = row.state == Delivery::kSending;
  row.attempts = static_cast<int>(from.Int(8));
  row.part = static_cast<int>(from.Int(9));
  row.payload = from.Text(10);
}

void Read(const Statement& from, CursorRow& row) {
  row.account = from.Text(0);
  row.name = from.Text(1);
  row.value = from.Text(2);
}

void Read(const Statement& from, TimerRow& row) {
  row.id = from.Int(0);
  row.conversation = from.Int(1);
  row.kind = from.Text(2);
  row.due = from.Time(3);
}

void Read(const Statement& from, TicketRow& row) {
  row.number = from.Int(0);
  row.version = from.Int(1);
  row.conversation = from.Int(2);
  row.person = from.Int(3);
  row.state = from.Text(4);
  row.queue = from.Text(5);
  row.owner = from.Text(6);
  row.opened = from.Time(7);
  row.body = from.Text(8);
}

void Read(const Statement& from, TicketChangeRow& row) {
  row.number = from.Int(0);
  row.at = from.Time(1);
  row.who = from.Text(2);
  row.what = from.Text(3);
  row.why = from.Text(4);
  row.kind = from.Text(5);
  row.value = from.Text(6);
}

void Read(const Statement& from, FactRow& row) {
  row.conversation = from.Int(0);
  row.at = from.Time(1);
  row.kind = from.Text(2);
  row.subject = from.Text(3);
  row.detail = from.Text(4);
  row.account = from.Text(5);
  row.person = from.Text(6);
  row.locale = from.Text(7);
}

void Read(const Statement& from, AgentRow& row) {
  row.name = from.Text(0);
  row.display = from.Text(1);
  row.password_hash = from.Text(2);
  row.must_change_password = from.Int(3) != 0;
  row.version = from.Int(4);
  row.role = from.Text(5);
  row.skills = NamesIn(from.Text(6));
  row.queues = NamesIn(from.Text(7));
  row.capacity = static_cast<int>(from.Int(8));
  row.presence = from.Text(9);
  row.presence_at = from.Time(10);
}

void Read(const Statement& from, SessionRow& row) {
  row.token_hash = from.Text(0);
  row.agent = from.Text(1);
  row.csrf = from.Text(2);
  row.created = from.Time(3);
  row.seen = from.Time(4);
}

void Read(const Statement& from, UploadRow& row) {
  row.file = {from.Text(0), from.Text(1), from.Text(2), from.Int(3)};
  row.account = from.Text(4);
  row.owner = from.Text(5);
  row.conversation = from.Int(6);
  row.at = from.Time(7);
}

void Read(const Statement& from, ParkedRow& row) {
  row.id = from.Int(0);
  row.account = from.Text(1);
  row.event = from.Text(2);
  row.error = from.Text(3);
  row.attempts = static_cast<int>(from.Int(4));
  row.at = from.Time(5);
}

}  // namespace frontdesk::store
