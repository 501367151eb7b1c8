using Gateway.Core.Configuration.Import;

namespace Gateway.Core.Tests.Configuration.Import;

public sealed class SlugTests
{
    [Theory]
    [InlineData("SwaggerPetstore", "swagger-petstore")]
    [InlineData("LoadBalancedAPI", "load-balanced-api")]
    [InlineData("HTTPServer v2", "http-server-v2")]
    [InlineData("Product Catalog API", "product-catalog-api")]
    [InlineData("orders_v1.0", "orders-v1.0")]
    [InlineData("--x--", "x")]
    [InlineData("../..", "imported")]
    [InlineData("", "imported")]
    [InlineData("ÄÖ", "imported")]
    public void A_name_becomes_small_letters_with_hyphens_between_words(string name, string slug) => Assert.Equal(slug, Slug.Of(name));

    [Fact]
    public void A_long_name_is_cut_and_its_version_is_not() =>
        Assert.Equal($"{new string('a', 60)}-1.0.5", Slug.Of(new string('a', 500), "/a", "1.0.5"));

    [Fact]
    public void A_name_without_a_letter_that_can_be_taken_gives_way_to_the_context() => Assert.Equal("shop-orders-2", Slug.Of("注文", "/shop/orders", "2"));

    [Theory]
    [InlineData("orders-1.0", "ORDERS_1_0")]
    [InlineData("2fast", "API_2FAST")]
    public void A_variable_is_in_capitals_and_begins_with_a_letter(string name, string variable) => Assert.Equal(variable, Slug.Variable(name));
}
