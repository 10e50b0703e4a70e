// WeCom's callbacks as its servers make them: encrypted and signed by the Token, in XML or JSON.
#pragma once

#include <string>

#include "tests/contract/entry.h"

namespace frontdesk::contract {

inline constexpr char kWecomToken[] = "FD_CONTRACT_WECOM_TOKEN";
inline constexpr char kWecomAesKey[] = "FD_CONTRACT_WECOM_AES_KEY";
inline constexpr char kWecomSecret[] = "FD_CONTRACT_WECOM_SECRET";
inline constexpr char kWecomCorp[] = "ww7e57c0de0badf00d";

// An application that sends all by calls.
Entry WecomEntry();
// A robot; it is no entry of the suite, as it never speaks first.
Entry WecomRobotEntry();

// What the answer to a callback says, decrypted; "" for an empty answer.
std::string OpenedXml(const std::string& body, const Secrets& secrets);
std::string OpenedJson(const std::string& body, const Secrets& secrets);

}  // namespace frontdesk::contract
