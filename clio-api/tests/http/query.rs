use super::*;

#[tokio::test]
async fn the_query_is_what_the_struct_asks_for() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(page(&[], None))
        .mount(&server)
        .await;
    let clio = clio(&server);
    people(&clio).await.unwrap();
    let matters = clio.matters().list().filter(MatterFilter {
        query: Some("Ñandú & a+b {x}".to_owned()),
        ..MatterFilter::default()
    });
    matters
        .limit(20)
        .items()
        .try_collect::<Vec<Matter>>()
        .await
        .unwrap();
    let relationships = clio.relationships().list().filter(RelationshipFilter {
        matter_id: Some(Id::new(7)),
        ..RelationshipFilter::default()
    });
    relationships
        .items()
        .try_collect::<Vec<Relationship>>()
        .await
        .unwrap();
    clio.matter(Id::new(7))
        .related_contacts()
        .send()
        .await
        .unwrap();

    let sent = addresses(&server).await;
    // wiremock puts its own host into the addresses it records.
    let prefix = "http://localhost/api/v4/";
    assert_eq!(
        sent[0],
        format!(
            "{prefix}contacts.json?fields=id%2Caddresses%7Bid%2Cstreet%7D&limit=200&order=id%28asc%29"
        )
    );
    assert!(
        sent[1]
            .ends_with("&limit=20&query=%C3%91and%C3%BA%20%26%20a%2Bb%20%7Bx%7D&order=id%28asc%29"),
        "{}",
        sent[1]
    );
    assert!(sent[2].ends_with("&limit=200&matter_id=7"), "{}", sent[2]);
    assert!(
        sent[3].starts_with(&format!("{prefix}matters/7/related_contacts.json?fields=")),
        "{}",
        sent[3]
    );
    assert!(sent[3].ends_with("&order=id%28asc%29"), "{}", sent[3]);
}

#[tokio::test]
async fn version_and_bearer_are_sent() {
    let server = MockServer::start().await;
    Mock::given(path("/api/v4/users/who_am_i.json"))
        .and(header("authorization", format!("Bearer {TOKEN}")))
        .and(header("x-api-version", "4.0.13"))
        .and(header("accept", "application/json"))
        .respond_with(
            ResponseTemplate::new(200).set_body_json(json!({"data": {"id": 1, "name": "Pat"}})),
        )
        .expect(1)
        .mount(&server)
        .await;
    let user = clio(&server).who_am_i().send().await.unwrap();
    assert_eq!(user.name.as_deref(), Some("Pat"));
}

#[tokio::test]
async fn pages_are_as_large_as_the_list_allows() {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(page(&[], None))
        .mount(&server)
        .await;
    let clio = clio(&server);
    clio.users().list().send().await.unwrap();
    clio.billable_clients().list().send().await.unwrap();
    let too_large = clio.billable_clients().list().limit(26).send().await;
    assert_eq!(too_large.unwrap_err().kind(), ErrorKind::Usage);
    let sent = addresses(&server).await;
    assert_eq!(sent.len(), 2);
    assert!(sent[0].contains("&limit=2000"), "{}", sent[0]);
    assert!(sent[1].contains("&limit=25"), "{}", sent[1]);
}
