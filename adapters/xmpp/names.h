// Namespaces of the XMPP extensions that we speak. https://xmpp.org/extensions/
#pragma once

namespace frontdesk::adapters::xmpp {

inline constexpr char kClient[] = "jabber:client";                             // RFC 6121
inline constexpr char kStanzaError[] = "urn:ietf:params:xml:ns:xmpp-stanzas";  // RFC 6120
inline constexpr char kForm[] = "jabber:x:data";                               // XEP-0004
inline constexpr char kRsm[] = "http://jabber.org/protocol/rsm";               // XEP-0059
inline constexpr char kMuc[] = "http://jabber.org/protocol/muc";               // XEP-0045
inline constexpr char kMucOwner[] = "http://jabber.org/protocol/muc#owner";
inline constexpr char kMucUser[] = "http://jabber.org/protocol/muc#user";
inline constexpr char kOutOfBand[] = "jabber:x:oob";                            // XEP-0066
inline constexpr char kChatStates[] = "http://jabber.org/protocol/chatstates";  // XEP-0085
inline constexpr char kReceipts[] = "urn:xmpp:receipts";                        // XEP-0184
inline constexpr char kPing[] = "urn:xmpp:ping";                                // XEP-0199
inline constexpr char kDelay[] = "urn:xmpp:delay";                              // XEP-0203
inline constexpr char kInvite[] = "jabber:x:conference";                        // XEP-0249
inline constexpr char kCarbons[] = "urn:xmpp:carbons:2";                        // XEP-0280
inline constexpr char kForward[] = "urn:xmpp:forward:0";                        // XEP-0297
inline constexpr char kCorrect[] = "urn:xmpp:message-correct:0";                // XEP-0308
inline constexpr char kArchive[] = "urn:xmpp:mam:2";                            // XEP-0313
inline constexpr char kMarkers[] = "urn:xmpp:chat-markers:0";                   // XEP-0333
inline constexpr char kHints[] = "urn:xmpp:hints";                              // XEP-0334
inline constexpr char kIds[] = "urn:xmpp:sid:0";                                // XEP-0359
inline constexpr char kUpload[] = "urn:xmpp:http:upload:0";                     // XEP-0363
inline constexpr char kReference[] = "urn:xmpp:reference:0";                    // XEP-0372
inline constexpr char kUnstyled[] = "urn:xmpp:styling:0";                       // XEP-0393
inline constexpr char kOccupant[] = "urn:xmpp:occupant-id:0";                   // XEP-0421
inline constexpr char kRetract[] = "urn:xmpp:message-retract:1";                // XEP-0424
inline constexpr char kFallback[] = "urn:xmpp:fallback:0";                      // XEP-0428
inline constexpr char kReply[] = "urn:xmpp:reply:0";                            // XEP-0461

}  // namespace frontdesk::adapters::xmpp
