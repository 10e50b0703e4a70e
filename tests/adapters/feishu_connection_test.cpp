// The long connection: its frames byte by byte, what a connection remembers, what is answered when.
#include <random>

#include "adapters/feishu/fragments.h"
#include "adapters/feishu/frame.h"
#include "tests/adapters/feishu_account.h"

namespace frontdesk::adapters::feishu {
namespace {

using nlohmann::json;

const json& Connection() { return Vectors()["long_connection"]; }

std::string ServerFrame(const std::string& name) {
  return FromHex(Connection()["server_frames"][name]["hex"].get<std::string>());
}
std::string ClientFrame(std::size_t index) {
  return FromHex(Connection()["client_frames_observed"][index]["hex"].get<std::string>());
}

WireFrame Piece(const std::string& id, int sum, int seq, const std::string& payload) {
  WireFrame frame;
  frame.method = kData;
  frame.headers = {{"type", "event"}, {"message_id", id}, {"sum", std::to_string(sum)}, {"seq", std::to_string(seq)}};
  frame.payload = payload;
  return frame;
}

class FeishuConnection : public FeishuAccount {
 protected:
  FeishuConnection() { settings_.values["transport"] = "websocket"; }
  const Socket& socket() const { return *adapter().socket(); }
  Heard Hear(const std::string& frame) {
    auto heard = socket().OnFrame(frame, env(memory_));
    EXPECT_TRUE(heard.has_value()) << heard.error().message;
    if (!heard) return {};
    if (heard->memory) memory_ = *heard->memory;
    return std::move(*heard);
  }
  base::Error OpenedWith(const std::string& body, int status = 200) {
    const auto address = socket().OnOpened({status, {}, body}, env());
    return address ? base::Error{base::ErrorCode::kInvalid, "opened", {}} : address.error();
  }

  std::string memory_ = MemoryOf(33554678);
};

TEST_F(FeishuConnection, FramesOfTheVendorAreReadAndWrittenByteByByte) {
  for (const auto& [name, frame] : Connection()["server_frames"].items()) {
    SCOPED_TRACE(name);
    const std::string bytes = FromHex(frame["hex"].get<std::string>());
    const auto read = ReadFrame(bytes);
    ASSERT_TRUE(read.has_value()) << read.error().message;
    EXPECT_EQ(std::to_string(read->seq_id), std::to_string(frame["fields"]["SeqID"].get<std::uint64_t>()));
    EXPECT_EQ(read->service, frame["fields"]["service"].get<int>());
    EXPECT_EQ(read->Header("message_id"), frame["fields"]["headers"][1]["value"].get<std::string>());
    EXPECT_EQ(*read->payload, FromHex(frame["fields"]["payload"].get<std::string>()));
    EXPECT_EQ(WriteFrame(*read), bytes);
  }
}

TEST_F(FeishuConnection, NumbersOf64BitsKeepEachDigit) {
  const std::string bytes = FromHex(Connection()["uint64_frame"]["hex"].get<std::string>());
  const auto read = ReadFrame(bytes);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(read->seq_id, 9223372036854775813U);
  EXPECT_EQ(read->log_id, 18446744073709551615U);
  EXPECT_EQ(read->log_id_new, "lid");
  EXPECT_EQ(read->payload_encoding, "gzip");
  EXPECT_EQ(WriteFrame(*read), bytes);
}

TEST_F(FeishuConnection, WhatNobodyKnowsIsPassedOverAndWhatIsMissingIsRefused) {
  const std::string good = ServerFrame("event");
  const auto with = [&](const std::string& more) { return ReadFrame(good + more); };
  EXPECT_EQ(*with(std::string("\x50\x01", 2)), *ReadFrame(good)) << "a varint";
  EXPECT_EQ(*with(std::string("\x52\x02hi", 4)), *ReadFrame(good)) << "a text";
  EXPECT_EQ(*with(std::string("\x55\0\0\0\0", 5)), *ReadFrame(good)) << "32 bits";
  EXPECT_EQ(*with(std::string("\x51\0\0\0\0\0\0\0\0", 9)), *ReadFrame(good)) << "64 bits";
  EXPECT_FALSE(with("\x53").has_value()) << "a group";
  EXPECT_FALSE(with(std::string("\x0a\x01x", 3)).has_value()) << "a text where a number is due";
  EXPECT_FALSE(with(std::string("\x2a\x02\x0a\x00", 4)).has_value()) << "a header without a value";
  EXPECT_FALSE(ReadFrame(FromHex("0800100018011801")).has_value()) << "no method";
  EXPECT_FALSE(ReadFrame("").has_value());
  EXPECT_FALSE(ReadFrame(FromHex("08ffffffffffffffffff02")).has_value()) << "more than 64 bits";
  EXPECT_FALSE(ReadFrame(std::string(kMaxFrame + 1, '\0')).has_value());
  std::string headers = FromHex("0800100018002000");
  for (std::size_t i = 0; i <= kMaxFrameHeaders; ++i) headers += FromHex("2a040a001200");
  EXPECT_FALSE(ReadFrame(headers).has_value());
}

TEST_F(FeishuConnection, HostileBytesNeverCrashIt) {
  const std::string good = ServerFrame("event");
  for (std::size_t size = 0; size < good.size(); ++size) static_cast<void>(ReadFrame(good.substr(0, size)));
  std::mt19937 random(20261122);
  for (int round = 0; round < 20'000; ++round) {
    std::string bytes = good;
    for (unsigned change = 0; change <= random() % 4; ++change)
      bytes[random() % bytes.size()] = static_cast<char>(random());
    const auto read = ReadFrame(bytes);
    if (read) {
      EXPECT_EQ(*ReadFrame(WriteFrame(*read)), *read);
    }
    static_cast<void>(socket().OnFrame(bytes, env(memory_)));
  }
}

TEST_F(FeishuConnection, TheFirstPingIsTheVendorsByteByByte) {
  EXPECT_EQ(socket().Ping(env(memory_)), ClientFrame(0));
  const std::string answer =
      R"({"code":0,"msg":"ok","data":{"URL":"wss://msg.example/ws?device_id=1&service_id=33554678&ticket=t",)"
      R"("ClientConfig":{"ReconnectCount":-1,"ReconnectInterval":120,"ReconnectNonce":30,"PingInterval":90}}})";
  const auto address = socket().OnOpened({200, {}, answer}, env());
  ASSERT_TRUE(address.has_value()) << address.error().message;
  EXPECT_EQ(address->ping_every, std::chrono::seconds(90));
  EXPECT_EQ(address->hello, std::vector<std::string>{ClientFrame(0)});
  EXPECT_EQ(address->memory, memory_);
  EXPECT_TRUE(socket().binary());
}

TEST_F(FeishuConnection, ItsAddressIsAskedForWithTheAppsSecret) {
  const auto opening = socket().Open(env());
  ASSERT_TRUE(opening.has_value());
  const auto& call = std::get<Call>(*opening);
  EXPECT_EQ(call.url, "https://open.feishu.cn/callback/ws/endpoint");
  EXPECT_EQ(json::parse(call.body), (json{{"AppID", "cli_9f5343c580712544"}, {"AppSecret", "CANARY-SECRET"}}));
  EXPECT_EQ(FindHeader(call.headers, "locale"), "zh");
  EXPECT_EQ(FindHeader(call.headers, "Authorization"), "");
  settings_.values["transport"] = "webhook";
  EXPECT_EQ(socket().Open(env()).error().code, base::ErrorCode::kNotFound);
}

TEST_F(FeishuConnection, ARefusedConnectionSaysWhetherTryingAgainHelps) {
  using base::ErrorCode;
  EXPECT_EQ(OpenedWith(R"({"code":1,"msg":"system busy"})").code, ErrorCode::kUnavailable);
  EXPECT_EQ(OpenedWith(R"({"code":1000040343,"msg":"internal"})").code, ErrorCode::kUnavailable);
  EXPECT_EQ(OpenedWith(R"({"code":403,"msg":"forbidden"})").code, ErrorCode::kForbidden);
  EXPECT_EQ(OpenedWith(R"({"code":514,"msg":"auth failed"})").code, ErrorCode::kUnauthenticated);
  const base::Error many = OpenedWith(R"({"code":1000040350,"msg":"exceed conn limit"})");
  EXPECT_EQ(many.code, ErrorCode::kForbidden);
  EXPECT_NE(many.message.find("too many long connections"), std::string::npos);
  EXPECT_EQ(OpenedWith("<html>", 502).code, ErrorCode::kUnavailable);
  EXPECT_EQ(OpenedWith(R"({"code":0,"data":{"URL":"ws://msg.example/ws"}})").code, ErrorCode::kUnavailable);
  EXPECT_EQ(OpenedWith(R"({"code":0,"data":{"URL":"https://msg.example/ws"}})").code, ErrorCode::kUnavailable);
  EXPECT_EQ(OpenedWith(R"({"code":514,"msg":"auth failed"})").message.find("CANARY"), std::string::npos);
}

TEST_F(FeishuConnection, AnEventIsAcknowledgedOnceItIsCommittedAsTheVendorDoes) {
  const Heard heard = Hear(ServerFrame("event"));
  ASSERT_EQ(heard.taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(heard.taken.events[0].body).text, "你好 😀");
  EXPECT_TRUE(heard.answers.empty());
  EXPECT_EQ(heard.committed, std::vector<std::string>{ClientFrame(1)});
  ASSERT_EQ(heard.refused.size(), 1u);
  EXPECT_EQ(ReadFrame(heard.refused[0])->payload, R"({"code":500})");
  EXPECT_FALSE(heard.offers_again.has_value()) << "it is offered again, as all messages are";
}

TEST_F(FeishuConnection, AClickIsNeverRefusedSilently) {
  WireFrame frame = Piece("m-9", 1, 0, ClickJson({{"value", {{"row", "7"}, {"value", "person"}}}}).dump());
  const Heard heard = Hear(WriteFrame(frame));
  EXPECT_EQ(heard.taken.events.size(), 1u);
  EXPECT_EQ(heard.offers_again, false);
  EXPECT_EQ(ReadFrame(heard.committed.at(0))->payload, R"({"code":200})");
  const json refused = json::parse(*ReadFrame(heard.refused.at(0))->payload);
  const json toast = json::parse(*base::Base64Decode(refused["data"].get<std::string>()));
  EXPECT_EQ(toast["toast"]["type"], "error");
}

// "data" is base64 of what a webhook would have answered.
TEST_F(FeishuConnection, AFormsToastTravelsAsTheVendorsDo) {
  const json vendor = json::parse(*ReadFrame(ClientFrame(2))->payload);
  EXPECT_TRUE(json::parse(*base::Base64Decode(vendor["data"].get<std::string>())).contains("toast"));
  const json value = {{"row", "7"}, {"fields", {"a"}}};
  const Heard heard = Hear(WriteFrame(Piece("m-9", 1, 0, ClickJson({{"value", value}}).dump())));
  const json ours = json::parse(*ReadFrame(heard.committed.at(0))->payload);
  EXPECT_EQ(ours["code"], 200);
  EXPECT_EQ(json::parse(*base::Base64Decode(ours["data"].get<std::string>()))["toast"]["type"], "success");
}

TEST_F(FeishuConnection, PiecesInDisorderBecomeOneEventAnsweredOnTheLastOfThem) {
  const Heard first = Hear(ServerFrame("split_1"));
  EXPECT_TRUE(first.taken.events.empty());
  EXPECT_TRUE(first.committed.empty());
  const Heard again = Hear(ServerFrame("split_1"));
  EXPECT_TRUE(again.taken.events.empty()) << "the same piece twice is one";
  const Heard whole = Hear(ServerFrame("split_0"));
  ASSERT_EQ(whole.taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(whole.taken.events[0].body).text, "你好 😀");
  EXPECT_EQ(whole.committed, std::vector<std::string>{ClientFrame(3)});
  EXPECT_EQ(ServiceIn(memory_), 33554678) << "what else was remembered stays";
  EXPECT_EQ(memory_.find("m-3"), std::string::npos);
}

TEST_F(FeishuConnection, ACutInsideACharacterIsJoinedAgain) {
  const std::string text = MessageJson("text", R"({"text":"😀"})").dump();
  const std::size_t inside = text.find("😀") + 2;
  Hear(WriteFrame(Piece("m-1", 2, 0, text.substr(0, inside))));
  const Heard whole = Hear(WriteFrame(Piece("m-1", 2, 1, text.substr(inside))));
  ASSERT_EQ(whole.taken.events.size(), 1u);
  EXPECT_EQ(std::get<base::Said>(whole.taken.events[0].body).text, "😀");
}

TEST_F(FeishuConnection, APieceThatNeverComesIsForgotten) {
  Hear(WriteFrame(Piece("m-1", 2, 0, "half")));
  EXPECT_NE(memory_.find("m-1"), std::string::npos);
  now_ += kPieceLife + base::Millis{1};
  Hear(WriteFrame(Piece("m-2", 2, 0, "half")));
  EXPECT_EQ(memory_.find("m-1"), std::string::npos);
}

TEST_F(FeishuConnection, NumbersOfPiecesThatCannotBeAreRefused) {
  for (const auto& [sum, seq] : {std::pair{0, 0}, {-1, 0}, {2, 2}, {2, -1}, {1'000'000, 0}})
    EXPECT_FALSE(Join(Piece("m", sum, seq, "x"), memory_, now_).has_value()) << sum << " " << seq;
  const auto first = Join(Piece("m", 2, 0, "x"), memory_, now_);
  EXPECT_FALSE(Join(Piece("m", 3, 1, "x"), *first->memory, now_).has_value()) << "they do not agree";
  WireFrame odd = Piece("m", 2, 0, "x");
  odd.headers[2].second = "2x";
  EXPECT_FALSE(Join(odd, memory_, now_).has_value());
  std::string memory = memory_;
  for (std::size_t i = 0; i < kMaxSplit; ++i) {
    const auto joined = Join(Piece("m" + std::to_string(i), 2, 0, "x"), memory, now_);
    ASSERT_TRUE(joined.has_value());
    memory = *joined->memory;
  }
  EXPECT_FALSE(Join(Piece("more", 2, 0, "x"), memory, now_).has_value());
  EXPECT_LT(memory.size(), kSocketMemory);
  EXPECT_TRUE(Join(Piece("m", 2, 0, "x"), "no json", now_).has_value());
}

}  // namespace
}  // namespace frontdesk::adapters::feishu
