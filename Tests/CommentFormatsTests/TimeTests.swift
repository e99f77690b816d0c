import Testing

@testable import CommentFormats

struct TimeTests {
    @Test(
        "a time is read in each of its spellings",
        arguments: [
            (#""1970-01-01T00:00:00Z""#, 0), (#""2026-02-04T18:14:14Z""#, 1_770_228_854),
            (#""2026-02-04T18:14:14""#, 1_770_228_854), (#""2026-02-04 18:14:14""#, 1_770_228_854),
            (#""2026-02-04t18:14:14z""#, 1_770_228_854), (#""2026-02-04T18:14:14.999Z""#, 1_770_228_854),
            (#""2026-02-04T19:14:14+01:00""#, 1_770_228_854), (#""2026-02-04T12:44:14-0530""#, 1_770_228_854),
            (#""2026-02-04T20:14:14+02""#, 1_770_228_854), (#""2026-02-04T18:14""#, 1_770_228_840),
            (#""2026-02-04""#, 1_770_163_200), (#""2000-02-29""#, 951_782_400), ("1770228854", 1_770_228_854),
            ("1770228854.9", 1_770_228_854), (#""1770228854""#, 1_770_228_854), (#""1770228854.25""#, 1_770_228_854),
            ("-1", -1), ("-0.5", -1), (#""-0.5""#, -1), ("0", 0), (#""0""#, 0), (#""0001-01-01""#, -62_135_596_800),
            (#""9999-12-31T23:59:59Z""#, 253_402_300_799), (#""2016-12-31T23:59:60Z""#, 1_483_228_800),
        ] as [(String, Int64)])
    func spellings(value: String, seconds: Int64) throws {
        let record = try #require(Record.one(#"{"body":"b","created_at":\#(value),"post_created_at":\#(value)}"#))
        #expect(record.createdAt == seconds)
        #expect(record.postCreatedAt == seconds)
    }

    @Test(
        "no time, blank or WordPress's zero date are absent, and the next name applies",
        arguments: ["null", #""""#, #""0000-00-00 00:00:00""#, #""0000-00-00""#, #""0000-00-00T00:00:00""#])
    func absent(value: String) throws {
        let record = try #require(Record.one(#"{"body":"b","created_at":\#(value),"date":"1970-01-02","created":3}"#))
        #expect(record.createdAt == 86_400)
        #expect(record.extra == #"{"created":3}"#)
    }

    @Test(
        "what is no time is malformed and its field named",
        arguments: [
            #""yesterday""#, #""2026-02-30""#, #""2026-13-01""#, #""2026-02-04T25:00:00""#, #""2026-02-04T18:60""#,
            #""2026-02-04T18:14:14+""#, #""2026-02-04T18:14:14+25:00""#, #""2026-02-04T18:14:14.Z""#, #""2026-2-4""#,
            #""2026-02-04 ""#, #""20260204T181414""#, "true", "[]", "{}", "1770228854000", "-62135596801", "1e300",
            "18446744073709551615", #""99999999999999999999999""#, #""0000-01-01""#, #""-""#, #""1.""#,
            #""0001-01-01T00:00:00+01:00""#, #""9999-12-31T23:59:59-01:00""#, #""2026-02-04\u0000""#,
        ])
    func invalid(value: String) throws {
        let record = try #require(Record.one(#"{"body":"b","date_gmt":\#(value)}"#))
        #expect(record.code == "invalid_field")
        #expect(record.message?.hasPrefix("date_gmt must be a date") == true)
        #expect(record.fields.isEmpty)
    }
}
