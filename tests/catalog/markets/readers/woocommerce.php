<?php
// WooCommerce's own importer on a product CSV, mapped by itself as its page does, in a WordPress that is there for trying.
// Usage: php woocommerce.php WORDPRESS_FOLDER products.csv; prints {unmapped, failed, products}, and deletes what it made.
$_SERVER += ['HTTP_HOST' => '127.0.0.1', 'SERVER_NAME' => '127.0.0.1', 'REQUEST_URI' => '/', 'REQUEST_METHOD' => 'GET',
    'SERVER_PROTOCOL' => 'HTTP/1.1', 'REMOTE_ADDR' => '127.0.0.1'];
define('WP_ADMIN', true);
require $argv[1] . '/wp-load.php';
wp_set_current_user(1);
require_once WC_ABSPATH . 'includes/import/class-wc-product-csv-importer.php';
require_once WC_ABSPATH . 'includes/admin/importers/class-wc-product-csv-importer-controller.php';
require_once WC_ABSPATH . 'includes/admin/importers/mappings/mappings.php';

class Mapping extends WC_Product_CSV_Importer_Controller {
    public function __construct() {}
    public function of($headers) { return $this->auto_map_columns($headers, true); }
}

$headers = (new WC_Product_CSV_Importer($argv[2], ['lines' => 1]))->get_raw_keys();
$fields = array_values((new Mapping())->of($headers));
$importer = new WC_Product_CSV_Importer($argv[2],
    ['parse' => true, 'mapping' => ['from' => $headers, 'to' => $fields], 'prevent_timeouts' => false]);
$done = $importer->import();

function named($ids, $taxonomy) {
    return array_map(fn($id) => html_entity_decode(get_term($id, $taxonomy)->name, ENT_QUOTES), $ids);
}

$products = [];
foreach ([...$done['imported'], ...$done['imported_variations']] as $id) {
    $p = wc_get_product($id);
    $products[$p->get_sku('edit')] = ['type' => $p->get_type(), 'name' => $p->get_name('edit'), 'status' => $p->get_status(),
        'description' => $p->get_description('edit'), 'price' => $p->get_regular_price('edit'),
        'stock' => $p->get_stock_quantity('edit'), 'is_in_stock' => $p->is_in_stock(), 'can_buy' => $p->is_purchasable(),
        'weight' => $p->get_weight('edit'), 'gtin' => $p->get_global_unique_id('edit'),
        'categories' => named($p->get_category_ids('edit'), 'product_cat'),
        'options' => $p->is_type('variation') ? array_values($p->get_attributes()) : []];
}
foreach (array_reverse([...$done['imported'], ...$done['imported_variations']]) as $id) {
    wp_delete_post($id, true);
}
$unmapped = array_keys(array_filter(array_combine($headers, $fields), fn($field) => $field === ''));
$failed = array_map(fn($error) => $error->get_error_message(), [...$done['failed'], ...$done['skipped']]);
echo json_encode(['unmapped' => $unmapped, 'failed' => $failed, 'products' => $products], JSON_UNESCAPED_UNICODE);
